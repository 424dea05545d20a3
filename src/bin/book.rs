//! The booking form's bundle.

fn main() {
    bayside_web::app::book();
}
