//! The bundle of what was booked, and of the list of dealers.

fn main() {
    bayside_web::app::customer();
}
