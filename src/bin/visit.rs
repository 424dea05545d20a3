//! The private pages' bundle.

fn main() {
    bayside_web::app::visit();
}
