//! `cargo xtask dev`: the demo, whose pages load themselves anew whenever a file is saved.
//!
//! Its site lies in a folder of its own, `target/site-dev`. Each page there has a script that asks `/dev.txt` whether
//! something new was made. What does not compile is said, and the page stays as it was.

use crate::bundles::{self, Manner};
use crate::process::{root, say, target};
use crate::tools::Tools;
use crate::{quick, stamp};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitCode, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// What is watched: every part of the bundles and of the server.
const WATCHED: [&str; 6] = ["src", "style", "public", "crates", "index.html", "Cargo.toml"];

/// Between looks at the files. All of them are looked at in a few milliseconds.
const PAUSE: Duration = Duration::from_millis(200);

/// Serves the demo and follows the files; of the bundles only `face` is made anew.
pub fn run(face: &str, flags: &[&str]) -> Result<ExitCode> {
    let all = bundles::all()?;
    if !all.iter().any(|bundle| bundle == face) {
        bail!("there is no bundle `{face}`: it is {}", all.join(", "));
    }
    let mut files = modified()?;
    let tools = quick::build()?;
    let site = Site { folder: target().join("site-dev") };
    site.fill(&all)?;
    let mut server = Server::start(&site, flags)?;
    say(&format!("following every file for `{face}`; Ctrl-C ends it"));
    loop {
        std::thread::sleep(PAUSE);
        let (before, now) = (files, modified()?);
        let changed = changed(&before, &now);
        files = now;
        if changed.is_empty() {
            continue;
        }
        let began = Instant::now();
        for work in works(&changed) {
            if let Err(error) = work.carry_out(&tools, &site, face, &all) {
                say(&format!("{error:#}; the page stays as it was"));
                continue;
            }
            drop(server);
            site.tell()?;
            server = Server::start(&site, flags)?;
            say(&format!("{work:?}: there after {:.1} s", began.elapsed().as_secs_f32()));
        }
    }
}

/// Every file that is watched, and when it was written.
fn modified() -> Result<BTreeMap<PathBuf, SystemTime>> {
    let mut all = BTreeMap::new();
    for part in WATCHED {
        for file in stamp::files(&root().join(part))? {
            // One that goes while we look is gone.
            if let Ok(written) = file.metadata().and_then(|about| about.modified()) {
                all.insert(file.strip_prefix(root())?.to_path_buf(), written);
            }
        }
    }
    Ok(all)
}

/// Which files came, went or were written.
fn changed(before: &BTreeMap<PathBuf, SystemTime>, now: &BTreeMap<PathBuf, SystemTime>) -> BTreeSet<PathBuf> {
    let differs = |path: &&PathBuf| before.get(*path) != now.get(*path);
    before.keys().chain(now.keys()).filter(differs).cloned().collect()
}

/// What must be made anew, the quickest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Public,
    StyleSheets,
    Face,
    Server,
}

/// What follows from changes.
fn works(changed: &BTreeSet<PathBuf>) -> BTreeSet<Work> {
    let of = |path: &PathBuf| {
        let below = |folders: &[&str]| folders.iter().any(|folder| path.starts_with(folder));
        let face = ["src", "index.html", "Cargo.toml", "crates/domain", "crates/api", "crates/view"];
        // The server fills pages with the faces' sentences.
        let server = ["src/i18n", "Cargo.toml", "crates/domain", "crates/api"];
        let server_alone = ["crates/store", "crates/workflow", "crates/server"];
        [
            (Work::Public, below(&["public"])),
            (Work::StyleSheets, below(&["style"])),
            (Work::Face, below(&face)),
            (Work::Server, below(&server) || below(&server_alone)),
        ]
    };
    changed.iter().flat_map(of).filter(|(_, follows)| *follows).map(|(work, _)| work).collect()
}

impl Work {
    fn carry_out(self, tools: &Tools, site: &Site, face: &str, all: &[String]) -> Result<()> {
        match self {
            Self::Public => bundles::copy(&root().join("public"), &site.folder.join("public")),
            Self::StyleSheets => {
                bundles::style_sheets(tools, all)?;
                all.iter().try_for_each(|bundle| site.restyle(bundle, &bundles::style_sheet(bundle)))
            }
            Self::Face => {
                bundles::programs(Manner::Quick, &["--bin", face])?;
                bundles::put_together(tools, Manner::Quick, &[face.to_owned()])?;
                site.take(face)
            }
            Self::Server => quick::server(),
        }
    }
}

/// The folder that is served.
struct Site {
    folder: PathBuf,
}

impl Site {
    /// Takes over what was built.
    fn fill(&self, bundles: &[String]) -> Result<()> {
        std::fs::remove_dir_all(&self.folder).ok();
        bundles.iter().try_for_each(|bundle| self.take(bundle))?;
        let public = self.folder.join("public");
        bundles::copy(&root().join("public"), &public)?;
        std::fs::write(public.join("dev.js"), include_str!("dev.js"))?;
        self.tell()
    }

    /// Takes over a bundle, whose page then asks for news.
    fn take(&self, bundle: &str) -> Result<()> {
        let folder = self.folder.join(bundle);
        std::fs::remove_dir_all(&folder).ok();
        bundles::copy(&Manner::Quick.site().join(bundle), &folder)?;
        rewrite(&folder.join("index.html"), |page| {
            page.replacen("</head>", "<script src=\"/dev.js\" defer></script>\n</head>", 1)
        })
    }

    /// Gives a bundle its style sheet, under another name because browsers keep what has a hash in its name.
    fn restyle(&self, bundle: &str, sheet: &Path) -> Result<()> {
        let folder = self.folder.join(bundle);
        let old = stamp::files(&folder)?.into_iter().find(|file| file.extension().is_some_and(|end| end == "css"));
        let old = old.with_context(|| format!("{bundle} has no style sheet"))?;
        let new = format!("{bundle}-{}.css", stamp::of(&[sheet.to_path_buf()], "")?);
        let name = old.file_name().and_then(|name| name.to_str()).context("it has a name")?;
        if name != new {
            std::fs::copy(sheet, folder.join(&new))?;
            rewrite(&folder.join("index.html"), |page| page.replace(name, &new))?;
            std::fs::remove_file(&old)?;
        }
        Ok(())
    }

    /// Tells the pages that there is something new.
    fn tell(&self) -> Result<()> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
        Ok(std::fs::write(self.folder.join("public/dev.txt"), now.as_millis().to_string())?)
    }
}

fn rewrite(file: &Path, change: impl FnOnce(String) -> String) -> Result<()> {
    Ok(std::fs::write(file, change(std::fs::read_to_string(file)?))?)
}

/// The running demo. It ends when this value is dropped, and also when this program ends in any other way: a shell beside
/// it waits for the end of its input, which the system brings about.
struct Server {
    shell: Child,
}

impl Server {
    fn start(site: &Site, flags: &[&str]) -> Result<Self> {
        let demo = quick::demo(&site.folder, flags);
        let mut shell = crate::process::command("sh");
        shell
            .args(["-c", r#""$@" & read -r _; kill -KILL $!; wait $! 2>/dev/null"#, "sh"])
            .arg(demo.get_program())
            .args(demo.get_args());
        shell.envs(demo.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdin(Stdio::piped());
        // Or each question for news would be a line.
        if std::env::var_os("BAYSIDE_LOG_FILTER").is_none() {
            shell.env("BAYSIDE_LOG_FILTER", "warn");
        }
        // The terminal's Ctrl-C is for this program; its end is enough.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        Ok(Self { shell: shell.spawn().context("the server cannot be started")? })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        self.shell.wait().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follows(paths: &[&str]) -> Vec<Work> {
        works(&paths.iter().map(PathBuf::from).collect()).into_iter().collect()
    }

    #[test]
    fn only_what_a_change_concerns_is_made_anew() {
        assert_eq!(follows(&["style/tokens.css"]), [Work::StyleSheets]);
        assert_eq!(follows(&["src/booking/view.rs", "style/book.css"]), [Work::StyleSheets, Work::Face]);
        assert_eq!(follows(&["src/i18n/locales/en/ui.json"]), [Work::Face, Work::Server]);
        assert_eq!(follows(&["crates/domain/src/money.rs"]), [Work::Face, Work::Server]);
        assert_eq!(follows(&["crates/server/src/cli.rs"]), [Work::Server]);
        assert_eq!(follows(&["public/icons.svg"]), [Work::Public]);
        assert_eq!(follows(&["crates/xtask/src/dev.rs"]), []);
    }

    #[test]
    fn a_file_that_came_went_or_was_written_has_changed() {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let files = |all: &[(&str, u64)]| all.iter().map(|(path, time)| (PathBuf::from(path), at(*time))).collect();
        let before = files(&[("same", 1), ("gone", 1), ("written", 1)]);
        let now = files(&[("same", 1), ("come", 2), ("written", 2)]);
        assert_eq!(changed(&before, &now), ["come", "gone", "written"].map(PathBuf::from).into());
    }

    #[test]
    fn a_page_has_its_new_style_sheet_under_a_new_name() {
        let folder = tempfile::tempdir().unwrap();
        let (site, book) = (Site { folder: folder.path().to_path_buf() }, folder.path().join("book"));
        let sheet = folder.path().join("sheet");
        std::fs::create_dir(&book).unwrap();
        std::fs::write(book.join("index.html"), "<link href=\"/assets/book-1.css\">").unwrap();
        std::fs::write(book.join("book-1.css"), "a{}").unwrap();
        for css in ["b{}", "c{}"] {
            std::fs::write(&sheet, css).unwrap();
            site.restyle("book", &sheet).unwrap();
            let page = std::fs::read_to_string(book.join("index.html")).unwrap();
            let named = page.split(['/', '"']).find(|word| word.contains(".css")).unwrap();
            assert_eq!(std::fs::read_to_string(book.join(named)).unwrap(), css);
            assert_eq!(stamp::files(&book).unwrap().len(), 2, "the page and one sheet");
        }
    }
}
