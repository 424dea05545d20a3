//! The screens' bundle.

fn main() {
    bayside_web::app::screen();
}
