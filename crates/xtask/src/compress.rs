//! Compression of web files at build time.

use crate::stamp;
use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::path::Path;

/// File types that are worth compressing; pictures are not.
const COMPRESSIBLE: &[&str] = &["wasm", "js", "css", "html", "svg", "json", "txt", "webmanifest"];

/// Writes `.br` (quality 11) and `.gz` (level 9) beside every compressible file.
pub fn folder(folder: &Path) -> Result<()> {
    for file in stamp::files(folder)? {
        let compressible = file.extension().and_then(|end| end.to_str()).is_some_and(|end| COMPRESSIBLE.contains(&end));
        if !compressible {
            continue;
        }
        let bytes = std::fs::read(&file)?;
        let write = |end: &str, bytes: Vec<u8>| {
            let path = format!("{}.{end}", file.display());
            std::fs::write(&path, bytes).with_context(|| format!("{path} cannot be written"))
        };
        write("br", brotli(&bytes)?)?;
        write("gz", gzip(&bytes)?)?;
    }
    Ok(())
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters)?;
    Ok(packed)
}

/// Level 9.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// What a `.br` file holds.
pub fn unpacked(packed: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    brotli::BrotliDecompress(&mut &packed[..], &mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn unpacking_gives_back_what_was_packed() {
        let text = "the customer is never left wondering ".repeat(200);
        assert_eq!(unpacked(&brotli(text.as_bytes()).unwrap()).unwrap(), text.as_bytes());
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&gzip(text.as_bytes()).unwrap()[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
    }
}
