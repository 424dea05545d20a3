//! What the lounge's screen keeps to by itself.

use crate::booking::test;
use bayside_tests::browser::{COLUMN, WALL, Window};
use bayside_tests::server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn the_pairing_code_fits_whatever_its_digits_and_wherever_the_pixels_wander() {
    let server = Server::start();
    for language in ["zh-CN", "en-GB", "de-DE"] {
        let wall = Window::open(WALL, language).await;
        wall.go(&format!("{}/anting/lounge", server.url)).await;
        wall.see(&test("pairing-code")).await;
        for size in [WALL, COLUMN, (1280, 720), (720, 1280), (3840, 2160)] {
            wall.resize(size).await;
            for (digits, shift) in [("000 000", "4px"), ("888 888", "-4px"), ("111 111", "2px")] {
                let script = format!(
                    "document.querySelector('[data-test=pairing-code]').textContent = '{digits}';
                    const lounge = document.querySelector('.lounge');
                    lounge.style.setProperty('--shift-x', '{shift}');
                    lounge.style.setProperty('--shift-y', '{shift}');"
                );
                wall.run(&script, vec![]).await;
                wall.fits(&format!("lounge: pairing with {digits} at {size:?} in {language}")).await;
                wall.fits_downwards(&format!("lounge: pairing at {size:?} in {language}")).await;
            }
        }
        wall.close().await;
    }
}
