//! The staff's bundle.

fn main() {
    bayside_web::app::desk();
}
