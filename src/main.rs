//! The bundle of what was booked, of what is noticed, and of the list of dealers.

fn main() {
    bayside_web::app::customer();
}
