//! The bundle of what was booked or is waited for, and of the list of dealers.

fn main() {
    bayside_web::app::customer();
}
