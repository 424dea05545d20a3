//! The bundle of what is asked of the dealer: a call, a time that is not free.

fn main() {
    bayside_web::app::ask();
}
