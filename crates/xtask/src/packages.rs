//! Packages that must be installed with the system's package manager.

use crate::find;
use crate::process::{self, say};
use anyhow::{Result, bail};
use std::process::Command;

/// Something that must be on the machine.
pub struct Need {
    /// What, and what for.
    pub what: &'static str,
    /// Whether it is there.
    pub there: fn() -> bool,
    /// Debian's and Ubuntu's packages; empty where Ubuntu has only a snap.
    pub debian: &'static [&'static str],
    /// Ubuntu's snap, where it has no package.
    pub ubuntu_snap: Option<&'static str>,
    /// What to do on other systems.
    pub elsewhere: &'static str,
}

/// npm, which comes with Node but not with every distribution's Node.
pub const NPM: Need = Need {
    what: "Node.js with npm (wasm-opt and the style sheet compiler come from npm)",
    there: || find::program("node").is_some() && find::program("npm").is_some(),
    debian: &["nodejs", "npm"],
    ubuntu_snap: None,
    elsewhere: "install Node.js 20 or newer from https://nodejs.org",
};

/// What only the tests need.
pub const FOR_TESTING: &[Need] = &[
    Need {
        what: "Chromium and ChromeDriver (the browser tests)",
        there: || find::chromium().is_some() && find::chromedriver().is_some(),
        debian: &["chromium", "chromium-driver"],
        ubuntu_snap: Some("chromium"),
        elsewhere: "install Chromium or Chrome and the ChromeDriver of the same version; the variables CHROME and CHROMEDRIVER may name them",
    },
    Need {
        what: "PostgreSQL's server programs (the store is tested on both engines)",
        there: || find::postgres().is_some(),
        debian: &["postgresql"],
        ubuntu_snap: None,
        elsewhere: "install PostgreSQL 14 or newer so that initdb and postgres are on PATH",
    },
    Need {
        what: "openssl (a certificate for that PostgreSQL)",
        there: || find::program("openssl").is_some(),
        debian: &["openssl"],
        ubuntu_snap: None,
        elsewhere: "install OpenSSL so that openssl is on PATH",
    },
    Need {
        what: "a font with Chinese letters (the pictures and the layout tests)",
        there: find::chinese_font,
        debian: &["fontconfig", "fonts-noto-cjk"],
        ubuntu_snap: None,
        elsewhere: "install Noto Sans CJK and fontconfig",
    },
    Need {
        what: "poppler's programs (printed pages are read back)",
        there: || find::program("pdftotext").is_some() && find::program("pdftoppm").is_some(),
        debian: &["poppler-utils"],
        ubuntu_snap: None,
        elsewhere: "install poppler so that pdftotext and pdftoppm are on PATH",
    },
];

/// Installs what is missing, or says which command the person should run.
pub fn ensure(needs: &[Need]) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !(need.there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        say(&format!("missing: {}", need.what));
    }
    if find::program("apt-get").is_none() {
        let advice: Vec<&str> = missing.iter().map(|need| need.elsewhere).collect();
        bail!("this is not Debian or Ubuntu, so please do it yourself:\n  - {}", advice.join("\n  - "));
    }
    for mut command in commands(&missing, is_ubuntu()) {
        let line = process::written(&command);
        if !may_install() {
            bail!(
                "I may not install packages (no root, and sudo asks for a password). Please run\n  sudo {line}\nand start again"
            );
        }
        let mut command = if find::is_root() { command } else { with_sudo(&mut command) };
        if let Err(error) = process::run(command.env("DEBIAN_FRONTEND", "noninteractive")) {
            // An `apt-get update` with one broken source still leaves the others usable.
            if !line.ends_with(" update") {
                bail!("{error:#}. Please install by hand: {}", elsewhere(&missing));
            }
        }
    }
    let still: Vec<&&Need> = missing.iter().filter(|need| !(need.there)()).collect();
    if let Some(need) = still.first() {
        bail!("still missing: {}; {}", need.what, need.elsewhere);
    }
    Ok(())
}

fn elsewhere(missing: &[&Need]) -> String {
    missing.iter().map(|need| need.elsewhere).collect::<Vec<_>>().join("; ")
}

/// The commands that install `missing`, in order.
fn commands(missing: &[&Need], ubuntu: bool) -> Vec<Command> {
    let snap = |need: &Need| if ubuntu { need.ubuntu_snap } else { None };
    let packages: Vec<&str> =
        missing.iter().filter(|need| snap(need).is_none()).flat_map(|need| need.debian).copied().collect();
    let mut commands = Vec::new();
    if !packages.is_empty() {
        let mut update = Command::new("apt-get");
        update.arg("update");
        let mut install = Command::new("apt-get");
        install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
        commands.extend([update, install]);
    }
    commands.extend(missing.iter().filter_map(|need| snap(need)).map(|name| {
        let mut install = Command::new("snap");
        install.args(["install", name]);
        install
    }));
    commands
}

fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}

fn may_install() -> bool {
    find::is_root() || process::output(Command::new("sudo").args(["-n", "true"])).is_some()
}

fn with_sudo(command: &mut Command) -> Command {
    let mut sudo = Command::new("sudo");
    sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive"]).arg(command.get_program()).args(command.get_args());
    sudo
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(ubuntu: bool) -> Vec<String> {
        let needs: Vec<&Need> = FOR_TESTING.iter().collect();
        commands(&needs, ubuntu).iter().map(process::written).collect()
    }

    #[test]
    fn on_debian_everything_is_one_apt_get_install() {
        assert_eq!(
            lines(false),
            [
                "apt-get update",
                "apt-get install --yes --no-install-recommends chromium chromium-driver postgresql openssl fontconfig fonts-noto-cjk poppler-utils"
            ]
        );
    }

    #[test]
    fn on_ubuntu_the_browser_is_a_snap() {
        let lines = lines(true);
        assert_eq!(lines.last().map(String::as_str), Some("snap install chromium"));
        assert!(lines.iter().all(|line| !line.contains("chromium-driver")), "{lines:?}");
    }
}
