//! The customers' bundle.

fn main() {
    bayside_web::app::customer();
}
