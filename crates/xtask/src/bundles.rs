//! The seven web bundles: style sheets, Trunk, the public folder, compression.

use crate::process::{cargo, command, root, run, say, target};
use crate::tools::Tools;
use crate::{compress, setup, stamp};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Bundle and the page that Trunk builds it from.
const BUNDLES: [(&str, &str); 7] = [
    ("book", "src/bin/book.html"),
    ("embed", "src/bin/embed.html"),
    ("customer", "index.html"),
    ("ask", "src/bin/ask.html"),
    ("visit", "src/bin/visit.html"),
    ("screen", "src/bin/screen.html"),
    ("desk", "src/bin/desk.html"),
];

/// The oldest browsers that customers may have; nesting and `light-dark()` are compiled down for them.
const BROWSERS: &str = "safari 16.4, chrome 107, firefox 115";

/// Trunk hands these on to cargo. Compiled for all bundles at once, the programs share the machine's cores; Trunk, which
/// asks for one after the other, finds them done.
const CARGO: [&str; 2] = ["--offline", "--locked"];

/// Builds `target/site` unless its inputs are what they were, and prints the sizes.
pub fn build(tools: &Tools) -> Result<()> {
    let site = target().join("site");
    let mark = site.join(".stamp");
    let wanted = stamp::of(&inputs(), &tools.versions)?;
    if stamp::is(&mark, &wanted) {
        say("the web bundles are up to date");
    } else {
        let new = target().join("site.new");
        std::fs::remove_dir_all(&new).ok();
        std::fs::create_dir_all(&new)?;
        style_sheets(tools)?;
        setup::crates()?;
        say("compiling the programs of all bundles");
        run(cargo()
            .args(["build", "--bins", "--target", "wasm32-unknown-unknown", "--profile", "wasm-release"])
            .args(CARGO))?;
        for (number, (bundle, page)) in BUNDLES.iter().enumerate() {
            say(&format!("web bundle {} of {}: {bundle}", number + 1, BUNDLES.len()));
            let folder = new.join(bundle);
            trunk(tools, page, &folder)?;
            minify(&folder)?;
        }
        copy(&root().join("public"), &new.join("public"))?;
        say("compressing with brotli and gzip");
        compress::folder(&new)?;
        stamp::write(&new.join(".stamp"), &wanted)?;
        std::fs::remove_dir_all(&site).ok();
        std::fs::rename(&new, &site).context("target/site.new cannot become target/site")?;
    }
    print_sizes(&site)
}

/// Everything that a bundle is made from.
fn inputs() -> Vec<PathBuf> {
    let names = [
        "src",
        "style",
        "public",
        "index.html",
        "Trunk.toml",
        "Cargo.toml",
        "Cargo.lock",
        "package-lock.json",
        "rust-toolchain.toml",
        "crates/domain/src",
        "crates/domain/Cargo.toml",
        "crates/api/src",
        "crates/api/Cargo.toml",
        "crates/view/src",
        "crates/view/Cargo.toml",
        "crates/xtask/src/bundles.rs",
        "crates/xtask/src/compress.rs",
    ];
    names.iter().map(|name| root().join(name)).collect()
}

fn style_sheets(tools: &Tools) -> Result<()> {
    say("style sheets");
    let folder = root().join("target/style");
    std::fs::create_dir_all(&folder)?;
    for (bundle, _) in BUNDLES {
        let sheet = format!("{bundle}.css");
        run(command("lightningcss")
            .env("PATH", &tools.path)
            .args(["--bundle", "--minify", "--targets", BROWSERS])
            .arg(Path::new("style").join(&sheet))
            .arg("--output-file")
            .arg(Path::new("target/style").join(&sheet)))?;
    }
    Ok(())
}

fn trunk(tools: &Tools, page: &str, dist: &Path) -> Result<()> {
    run(command(&tools.trunk)
        .env("PATH", &tools.path)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk reads NO_COLOR as a flag of its own and wants true or false.
        .env_remove("NO_COLOR")
        .args(["build", page, "--release", "--public-url", "/assets/"])
        .args(CARGO)
        // Its scripts are made shorter afterwards, and come from where the page comes from.
        .args(["--no-sri", "true", "--dist"])
        .arg(dist))
}

/// Shortens what wasm-bindgen wrote for people to read.
fn minify(bundle: &Path) -> Result<()> {
    let scripts = stamp::files(bundle)?.into_iter().filter(|file| file.extension().is_some_and(|end| end == "js"));
    for script in scripts {
        run(command(root().join("node_modules/.bin/terser"))
            .args(["--module", "--ecma", "2020", "--compress", "ecma=2020,passes=2", "--mangle", "--output"])
            .args([&script, Path::new("--"), &script]))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in stamp::files(from)? {
        let place = to.join(file.strip_prefix(from)?);
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::copy(&file, place)?;
    }
    Ok(())
}

fn print_sizes(site: &Path) -> Result<()> {
    println!("{:<48} {:>9} {:>9}", "target/site", "bytes", "brotli");
    for file in stamp::files(site)? {
        let packed = PathBuf::from(format!("{}.br", file.display()));
        if packed.is_file() {
            let name = file.strip_prefix(site)?.display().to_string();
            println!("{name:<48} {:>9} {:>9}", file.metadata()?.len(), packed.metadata()?.len());
        }
    }
    Ok(())
}
