//! The booking form's bundle for other sites' pages.

fn main() {
    bayside_web::app::embed();
}
