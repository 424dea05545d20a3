//! The bundle of the pages behind a private link.

fn main() {
    bayside_web::app::visit();
}
