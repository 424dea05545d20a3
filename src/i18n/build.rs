//! Compiles the sentences of `locales` into checked keys, and names the sprite by its content.

use leptos_i18n_build::options::CodegenOptions;
use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};
use std::error::Error;
use std::hash::{DefaultHasher, Hasher};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/i18n/build.rs");
    println!("cargo::rerun-if-changed=src/i18n/locales");
    println!("cargo::rerun-if-changed=public/icons.svg");
    let mut hasher = DefaultHasher::new();
    hasher.write(&std::fs::read("public/icons.svg")?);
    println!("cargo::rustc-env=BAYSIDE_SPRITE=/icons.svg?{:016x}", hasher.finish());
    let config = Config::new("zh-CN")?
        .add_locales(["en", "de"])?
        .add_namespaces([
            "ui",
            "booking",
            "lounge",
            "kiosk",
            "visit",
            "desk",
            "room",
            "care",
            "notice",
            "appointment",
            "widget",
        ])?
        .locales_path("src/i18n/locales")
        .parse_options(ParseOptions::new().interpolate_display(true));
    let sentences = TranslationsInfos::parse(config)?;
    sentences.emit_diagnostics();
    sentences.rerun_if_locales_changed();
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?).join("i18n");
    let quiet = "#![allow(missing_docs, warnings, clippy::all, clippy::pedantic)]".parse()?;
    let options = CodegenOptions::new().top_level_attributes(Some(quiet)).gen_docs(false);
    sentences.generate_i18n_module_with_options(out, options)?;
    Ok(())
}
