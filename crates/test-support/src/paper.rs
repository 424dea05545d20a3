//! What a page looks like on paper: printed by the browser, read back word by word.

use crate::browser::Window;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bayside_xtask::process;
use serde_json::json;
use std::process::Command;

/// A word and where it stands on its sheet, in points from the upper left corner.
#[derive(Debug, Clone)]
pub struct Word {
    /// The word.
    pub text: String,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Word {
    /// `<word xMin="39.6" yMin="60.1" xMax="77.0" yMax="72.5">Autohaus</word>`
    fn read(line: &str) -> Option<Self> {
        let (attributes, rest) = line.trim().strip_prefix("<word ")?.split_once('>')?;
        let at = |name: &str| -> Option<f64> {
            let value = attributes.split_once(&format!("{name}=\""))?.1;
            value.split_once('"')?.0.parse().ok()
        };
        let text = rest.strip_suffix("</word>")?.to_owned();
        Some(Self { text, left: at("xMin")?, top: at("yMin")?, right: at("xMax")?, bottom: at("yMax")? })
    }

    /// Where the ink of its letters is: the box of a font with Chinese letters is more than twice as high.
    fn ink(&self) -> (f64, f64) {
        let height = self.bottom - self.top;
        (self.top + 0.42 * height, self.bottom - 0.26 * height)
    }

    /// Whether both are printed over each other.
    fn is_over(&self, other: &Self) -> bool {
        let wide = self.right.min(other.right) - self.left.max(other.left);
        let ((top, bottom), (other_top, other_bottom)) = (self.ink(), other.ink());
        let high = bottom.min(other_bottom) - top.max(other_top);
        wide > 1.0 && high > 0.5
    }
}

/// The sheets of A4 that a page fills.
#[derive(Debug)]
pub struct Paper {
    /// The words of each sheet.
    pub sheets: Vec<Vec<Word>>,
}

impl Paper {
    /// All words of a sheet, counted from 0, with blanks between.
    pub fn text(&self, sheet: usize) -> String {
        self.sheets[sheet].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Pairs of words that stand on each other and cannot be read.
    pub fn overprinted(&self) -> Vec<(String, String)> {
        let pairs = self.sheets.iter().flat_map(|words| {
            words.iter().enumerate().flat_map(|(index, word)| {
                words[index + 1..].iter().filter(|other| word.is_over(other)).map(|other| (word.clone(), other.clone()))
            })
        });
        pairs.map(|(one, other)| (one.text, other.text)).collect()
    }
}

impl Window {
    /// Prints the page as a person does who changes nothing in the dialog; the sheets are kept as pictures.
    pub async fn paper(&self, name: &str) -> Paper {
        let printed =
            self.devtools("Page.printToPDF", json!({ "displayHeaderFooter": true, "preferCSSPageSize": true }));
        let pdf = STANDARD.decode(printed.await["data"].as_str().expect("a PDF")).expect("base64");
        let folder = process::target().join("screenshots");
        std::fs::create_dir_all(&folder).expect("target/ can be written");
        let file = folder.join(format!("{name}.pdf"));
        std::fs::write(&file, pdf).expect("target/ can be written");
        let pictures =
            process::output(Command::new("pdftoppm").args(["-png", "-r", "80"]).arg(&file).arg(folder.join(name)));
        pictures.expect("pdftoppm is missing: `cargo xtask setup --tests` installs it");
        let words =
            process::output(Command::new("pdftotext").arg("-bbox").arg(&file).arg("-")).expect("pdftotext reads it");
        let sheets = words.split("<page ").skip(1).map(|page| page.lines().filter_map(Word::read).collect()).collect();
        Paper { sheets }
    }
}
