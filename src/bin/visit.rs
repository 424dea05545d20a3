//! The private page's bundle.

fn main() {
    bayside_web::app::visit();
}
