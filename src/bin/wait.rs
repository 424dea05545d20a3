//! The bundle of waiting for a time.

fn main() {
    bayside_web::app::wait();
}
