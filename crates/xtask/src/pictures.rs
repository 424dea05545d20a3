//! The page that shows every picture that the browser tests took, grouped by view.

use crate::process::target;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Writes `index.html` beside the pictures; where it lies and how many it shows.
pub fn index() -> Result<(PathBuf, usize)> {
    let folder = target().join("screenshots");
    let names = names(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let page = folder.join("index.html");
    std::fs::write(&page, html(&names)).with_context(|| format!("{} cannot be written", page.display()))?;
    Ok((page, names.len()))
}

/// Takes away the pictures of an earlier run, which would be shown as if they were of this one.
pub fn clear() -> Result<()> {
    let folder = target().join("screenshots");
    for name in names(&folder).unwrap_or_default() {
        std::fs::remove_file(folder.join(format!("{name}.png")))?;
    }
    Ok(())
}

/// The pictures' names without their ending, in order.
fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension().is_some_and(|ending| ending == "png") {
            names.extend(path.file_stem().and_then(|name| name.to_str()).map(str::to_owned));
        }
    }
    names.sort();
    Ok(names)
}

/// A view's name is what its pictures' names begin with.
fn html(names: &[String]) -> String {
    let mut views: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names {
        views.entry(name.split('-').next().unwrap_or(name)).or_default().push(name);
    }
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Bayside in pictures</title>\n<style>\n\
         body { font: 16px/1.5 system-ui; margin: 2rem; }\n\
         section { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1.5rem; align-items: end; }\n\
         figure { margin: 0; }\nimg { max-inline-size: 100%; max-block-size: 22rem; border: 1px solid #999; }\n</style>\n\
         <h1>Bayside in pictures</h1>\n",
    );
    for (view, pictures) in views {
        let _ = writeln!(page, "<h2>{view}, {}</h2>\n<section>", pictures.len());
        for name in pictures {
            let _ = writeln!(
                page,
                "<figure><a href=\"{name}.png\"><img src=\"{name}.png\" alt=\"\" loading=\"lazy\"></a><figcaption>{name}</figcaption></figure>"
            );
        }
        page.push_str("</section>\n");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_stand_under_their_view() {
        let page = html(&["desk".into(), "lounge-board".into(), "lounge-stale-portrait".into()]);
        let lounge = page.find("<h2>lounge, 2</h2>").expect("a heading");
        let at = |name: &str| page.find(&format!("<figcaption>{name}</figcaption>")).expect("a picture with its name");
        assert!(at("desk") < lounge && lounge < at("lounge-board") && at("lounge-board") < at("lounge-stale-portrait"));
        assert!(page.contains("href=\"lounge-board.png\""));
    }
}
