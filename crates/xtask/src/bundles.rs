//! The web bundles: style sheets, Trunk, the public folder, compression.

use crate::process::{cargo, command, root, run, say, target};
use crate::tools::Tools;
use crate::{compress, setup, stamp};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The bundle of `src/main.rs`, whose page is `index.html`.
const FIRST: &str = "customer";

/// The bundles that customers do not download: they may be larger, and are optimised less.
pub const LARGE: [&str; 2] = ["desk", "screen"];

/// What makes wasm-opt slow, and customers' bundles a few kilobytes smaller; large ones would take many minutes.
const SLOWLY: &str = "--low-memory-unused --flatten --rereloop -Oz -Oz --flatten --rereloop -Oz -Oz";

/// Every bundle: the first, and each program in `src/bin`.
pub fn all() -> Result<Vec<String>> {
    let mut all = vec![FIRST.to_owned()];
    for file in stamp::files(&root().join("src/bin"))? {
        if file.extension().is_some_and(|end| end == "rs") {
            all.extend(file.file_stem().and_then(|name| name.to_str()).map(str::to_owned));
        }
    }
    Ok(all)
}

/// The oldest browsers that customers may have; nesting and `light-dark()` are compiled down for them.
const BROWSERS: &str = "safari 16.4, chrome 107, firefox 115";

/// Trunk hands these on to cargo. Compiled for all bundles at once, the programs share the machine's cores; Trunk, which
/// asks for one after the other, finds them done.
const CARGO: [&str; 2] = ["--offline", "--locked"];
const WASM: &str = "wasm32-unknown-unknown";

/// How bundles are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// As small as can be, for those who download them.
    Small,
    /// In the least time, for those who look at them on this machine.
    Quick,
}

impl Manner {
    /// Cargo's profile; `index.html` names both for Trunk.
    pub const fn profile(self) -> &'static str {
        match self {
            Self::Small => "wasm-release",
            Self::Quick => "quick",
        }
    }

    /// Where the bundles lie, a folder each.
    pub fn site(self) -> PathBuf {
        target().join(match self {
            Self::Small => "site",
            Self::Quick => "site-quick",
        })
    }
}

/// Brings `target/site` up to date and prints the sizes.
pub fn build(tools: &Tools) -> Result<()> {
    setup::crates()?;
    say("compiling the programs of all bundles");
    programs(Manner::Small, &["--bins"])?;
    put_together(tools, Manner::Small, &all()?)?;
    print_sizes(&Manner::Small.site())
}

/// Compiles the programs of bundles.
pub fn programs(manner: Manner, which: &[&str]) -> Result<()> {
    run(cargo().arg("build").args(which).args(["--target", WASM, "--profile", manner.profile()]).args(CARGO))
}

/// Makes bundles of programs that are compiled, and the public folder.
///
/// Cargo and the style sheet compiler know what their results depend on, so both are always asked; a bundle is put
/// together anew when its program, its sheet, its page or what puts it together has changed.
pub fn put_together(tools: &Tools, manner: Manner, bundles: &[String]) -> Result<()> {
    let site = manner.site();
    std::fs::create_dir_all(&site)?;
    pages(bundles)?;
    style_sheets(tools, bundles)?;
    for (number, bundle) in bundles.iter().enumerate() {
        renew(manner, bundle, &made_from(manner, bundle), &tools.versions, |folder| {
            say(&format!("web bundle {} of {}: {bundle}", number + 1, bundles.len()));
            trunk(tools, manner, &page(bundle), folder)?;
            if manner == Manner::Small { minify(folder) } else { Ok(()) }
        })?;
    }
    let public = root().join("public");
    renew(manner, "public", &[public.clone(), source("compress.rs")], "", |folder| copy(&public, folder))
}

/// Fills a folder of the site and compresses what is in it, unless it was made from just this.
fn renew(
    manner: Manner,
    name: &str,
    made_from: &[PathBuf],
    also: &str,
    fill: impl FnOnce(&Path) -> Result<()>,
) -> Result<()> {
    let (folder, new) = (manner.site().join(name), manner.site().with_extension("new").join(name));
    let wanted = stamp::of(made_from, also)?;
    if stamp::is(&folder.join(STAMP), &wanted) {
        return Ok(());
    }
    std::fs::remove_dir_all(&new).ok();
    std::fs::create_dir_all(&new)?;
    fill(&new)?;
    // What stays on this machine need not be packed.
    if manner == Manner::Small {
        compress::folder(&new)?;
    }
    stamp::write(&new.join(STAMP), &wanted)?;
    std::fs::remove_dir_all(&folder).ok();
    std::fs::rename(&new, &folder).with_context(|| format!("{} cannot take its place", new.display()))
}

/// Marks a folder of the site with what it was made from; the server does not embed what begins with a dot.
const STAMP: &str = ".stamp";

/// What a bundle is put together from.
fn made_from(manner: Manner, bundle: &str) -> Vec<PathBuf> {
    let program = target().join(WASM).join(manner.profile()).join(format!("{bundle}.wasm"));
    let shared = ["src/ui/guard.js", "src/ui/displaced_text.js", "Trunk.toml", "package-lock.json"]
        .map(|name| root().join(name));
    let sources = ["bundles.rs", "compress.rs"].map(source);
    [program, style_sheet(bundle), page(bundle)].into_iter().chain(shared).chain(sources).collect()
}

fn source(name: &str) -> PathBuf {
    root().join("crates/xtask/src").join(name)
}

/// The page that Trunk builds a bundle from.
fn page(bundle: &str) -> PathBuf {
    if bundle == FIRST { root().join("index.html") } else { root().join(format!("target/page/{bundle}.html")) }
}

/// Creates the pages of all bundles but the first, modelled on the first bundle's page.
fn pages(bundles: &[String]) -> Result<()> {
    let index = std::fs::read_to_string(page(FIRST))?;
    std::fs::create_dir_all(root().join("target/page"))?;
    for bundle in bundles.iter().filter(|bundle| *bundle != FIRST) {
        let own = std::fs::read_to_string(root().join(format!("src/bin/{bundle}.html"))).ok();
        std::fs::write(page(bundle), page_like(&index, own.as_deref(), bundle))?;
    }
    Ok(())
}

/// The first bundle's page with another bundle in it; or a bundle's own page, with what Trunk must know where it says
/// `<!-- bundle -->`. Trunk reads addresses from where a page lies, two folders down.
fn page_like(index: &str, own: Option<&str>, bundle: &str) -> String {
    let of_trunk: Vec<&str> = index.lines().filter(|line| line.contains("data-trunk")).collect();
    let of_bundle = |text: &str| {
        let text = text.replace(FIRST, bundle);
        if LARGE.contains(&bundle) { text.replace(SLOWLY, "--converge") } else { text }
    };
    let page = match own {
        Some(own) => own.replace("<!-- bundle -->", &of_bundle(&of_trunk.join("\n"))),
        None => of_bundle(index),
    };
    let line = |line: &str| {
        if line.contains("data-trunk") { line.replace("href=\"", "href=\"../../") } else { line.to_owned() }
    };
    page.lines().map(|text| line(text) + "\n").collect()
}

/// Where a bundle's page looks for its style sheet.
pub fn style_sheet(bundle: &str) -> PathBuf {
    root().join("target/style").join(format!("{bundle}.css"))
}

/// Compiles the style sheets of bundles.
pub fn style_sheets(tools: &Tools, bundles: &[String]) -> Result<()> {
    say("style sheets");
    std::fs::create_dir_all(root().join("target/style"))?;
    for bundle in bundles {
        run(command("lightningcss")
            .env("PATH", &tools.path)
            .args(["--bundle", "--minify", "--targets", BROWSERS])
            .arg(Path::new("style").join(format!("{bundle}.css")))
            .arg("--output-file")
            .arg(style_sheet(bundle)))?;
    }
    Ok(())
}

fn trunk(tools: &Tools, manner: Manner, page: &Path, dist: &Path) -> Result<()> {
    run(command(&tools.trunk)
        .env("PATH", &tools.path)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk reads NO_COLOR as a flag of its own and wants true or false.
        .env_remove("NO_COLOR")
        .arg("build")
        .arg(page)
        .args(if manner == Manner::Small { &["--release"][..] } else { &[] })
        .args(["--public-url", "/assets/"])
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

/// Copies all that lies in a folder.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<title>Bayside</title>\n<link rel=\"icon\" href=\"/favicon.svg\">\n\
        <link data-trunk rel=\"css\" href=\"target/style/customer.css\">\n\
        <link data-trunk rel=\"rust\" href=\"Cargo.toml\" data-bin=\"customer\" data-wasm-opt-params=\"-a --low-memory-unused --flatten --rereloop -Oz -Oz --flatten --rereloop -Oz -Oz\">\n<body></body>\n";

    #[test]
    fn a_page_follows_that_of_the_first_bundle() {
        let links = "<link data-trunk rel=\"css\" href=\"../../target/style/requests.css\">\n\
            <link data-trunk rel=\"rust\" href=\"../../Cargo.toml\" data-bin=\"requests\" data-wasm-opt-params=\"-a --low-memory-unused --flatten --rereloop -Oz -Oz --flatten --rereloop -Oz -Oz\">\n";
        let page = page_like(INDEX, None, "requests");
        let icon = "<link rel=\"icon\" href=\"/favicon.svg\">\n";
        assert_eq!(page, format!("<title>Bayside</title>\n{icon}{links}<body></body>\n"));
        let own = "<link data-trunk rel=\"inline\" href=\"src/ui/guard.js\">\n<!-- bundle -->\n<p>a customer</p>\n";
        let guard = "<link data-trunk rel=\"inline\" href=\"../../src/ui/guard.js\">\n";
        assert_eq!(page_like(INDEX, Some(own), "requests"), format!("{guard}{links}<p>a customer</p>\n"));
        assert!(page_like(INDEX, None, "desk").contains("data-bin=\"desk\" data-wasm-opt-params=\"-a --converge\">"));
    }

    #[test]
    fn every_program_is_a_bundle() {
        assert!(std::fs::read_to_string(page(FIRST)).unwrap().contains(SLOWLY));
        let bundles = all().unwrap();
        for bundle in ["customer", "requests", "book", "desk", "embed", "screen", "visit"] {
            assert!(bundles.iter().any(|known| known == bundle), "{bundle}: {bundles:?}");
        }
        for page in stamp::files(&root().join("src/bin"))
            .unwrap()
            .iter()
            .filter(|file| file.extension().is_some_and(|end| end == "html"))
        {
            assert!(std::fs::read_to_string(page).unwrap().contains("<!-- bundle -->"), "{}", page.display());
        }
    }
}
