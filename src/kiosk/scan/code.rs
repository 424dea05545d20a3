//! QR codes in a picture, for browsers that do not read them by themselves.

use rqrr::PreparedImage;

/// The text of the first code in a picture of grey pixels, row by row.
pub fn read(width: usize, height: usize, grey: &[u8]) -> Option<String> {
    if width == 0 || height == 0 || grey.len() < width * height {
        return None;
    }
    let mut image = PreparedImage::prepare_from_greyscale(width, height, |x, y| grey[y * width + x]);
    image.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
}

/// The brightness of pixels that have red, green, blue and opacity, in whole numbers (ITU-R BT.601).
pub fn grey(rgba: &[u8]) -> Vec<u8> {
    let brightness = |pixel: &[u8]| {
        let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
        ((red * 77 + green * 150 + blue * 29) >> 8) as u8
    };
    rgba.chunks_exact(4).map(brightness).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fast_qr::QRBuilder;

    /// A code as a camera sees it: so many pixels a module, paper around, not quite black on not quite white.
    fn picture(text: &str, module: usize) -> (usize, Vec<u8>) {
        let code = QRBuilder::new(text).build().expect("a short text has a code");
        let side = (code.size + 8) * module;
        let is_dark = |x: usize, y: usize| {
            let at = |pixel: usize| (pixel / module).checked_sub(4).filter(|at| *at < code.size);
            at(x).zip(at(y)).is_some_and(|(x, y)| code[y][x].value())
        };
        let pixel = |at: usize| {
            let light = if is_dark(at % side, at / side) { 40 } else { 210 };
            [light, light, light, 255]
        };
        (side, (0..side * side).flat_map(pixel).collect())
    }

    #[test]
    fn a_code_is_read_from_a_picture() {
        for text in ["7K4M2P", "https://service.example.com/visit#AAAAAQAAAE3abcdefghijklmnopqrst-_"] {
            let (side, rgba) = picture(text, 6);
            assert_eq!(read(side, side, &grey(&rgba)).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_picture_without_a_code_says_nothing() {
        assert_eq!(read(64, 64, &[128; 64 * 64]), None);
        assert_eq!(read(64, 64, &[128; 10]), None);
        assert_eq!(read(0, 0, &[]), None);
    }

    #[test]
    fn green_is_brighter_than_blue() {
        assert_eq!(grey(&[255, 255, 255, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0]), [255, 149, 28, 0]);
    }
}
