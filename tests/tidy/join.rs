//! What those who join or install are told agrees with the program: versions, ports, flags, variables, files.
//!
//! Images and the workflow cannot be tried by the tests. So their files are read here, and compared with what they name.

use super::flags::{OTHER_FLAGS, flags, unknown_flags, unknown_variables};
use super::yaml::yaml;
use super::{root, tracked};
use std::collections::{BTreeMap, BTreeSet};

/// Every text that names flags, variables or commands of ours.
const TEXTS: [&str; 8] = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "Dockerfile",
    "compose.yaml",
    "docs/Caddyfile",
    "docs/release.md",
    ".github/workflows/ci.yml",
];

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[track_caller]
fn read_yaml(file: &str) -> BTreeMap<String, String> {
    yaml(&read(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The instructions of a Dockerfile: word and what follows, continued lines joined.
fn instructions(text: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let joined = lines.join("\n").replace("\\\n", " ");
    let split = joined.lines().filter_map(|line| line.trim().split_once(' '));
    split.map(|(word, rest)| (word.to_owned(), rest.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
}

/// What follows each instruction of this name.
fn said(instructions: &[(String, String)], word: &str) -> Vec<String> {
    instructions.iter().filter(|(own, _)| own == word).map(|(_, rest)| rest.clone()).collect()
}

/// The tag of an image that a Dockerfile begins a stage with.
fn tag_of(instructions: &[(String, String)], image: &str) -> Option<String> {
    let stages = said(instructions, "FROM");
    stages.iter().find_map(|stage| {
        stage.strip_prefix(image)?.strip_prefix(':').and_then(|tag| tag.split(' ').next()).map(str::to_owned)
    })
}

/// A number at the start of a text: of `24-bookworm` 24.
fn leading(text: &str) -> Option<u32> {
    text.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

/// The first number that follows some words, such as `PostgreSQL 14 or newer`.
fn number_after(text: &str, words: &str) -> Option<u32> {
    text.split(words).skip(1).find_map(|rest| leading(rest.trim_start_matches([',', ' '])))
}

/// What stands in quotation marks after `key = ` in a TOML file.
fn quoted(text: &str, key: &str) -> Option<String> {
    let start = format!("{key} = \"");
    let line = text.lines().find_map(|line| line.strip_prefix(start.as_str()))?;
    line.split_once('"').map(|(value, _)| value.to_owned())
}

/// The ports that are named after any of these hosts.
fn ports(text: &str, hosts: &[&str]) -> BTreeSet<u32> {
    let after = |host: &str| text.split(&format!("{host}:")).skip(1).filter_map(leading).collect::<Vec<_>>();
    hosts.iter().flat_map(|host| after(host)).collect()
}

/// The port that the program listens on where nobody says another.
fn usual_port() -> u32 {
    let listen = flags().defaults["--listen"].clone();
    listen.rsplit(':').next().and_then(leading).unwrap()
}

/// The files and folders between backticks and behind links, by their path in the repository.
fn named_files(text: &str) -> BTreeSet<String> {
    let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let code = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let sentences = text.split_whitespace().map(|word| word.trim_matches(|letter| ".,:;()".contains(letter)));
    let is_path = |word: &&str| {
        word.contains('/') && word.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-/".contains(letter))
    };
    let documents = sentences.filter(|word| word.strip_suffix(".md").is_some() && !word.contains(['[', '`']));
    let all = links.filter(|link| !link.contains("://")).chain(code.filter(is_path)).chain(documents);
    // What is built lies in no repository.
    all.filter(|path| !path.starts_with('/') && !path.starts_with("target")).map(str::to_owned).collect()
}

#[test]
fn the_image_is_built_by_the_compiler_that_everybody_uses() {
    let channel = quoted(&read("rust-toolchain.toml"), "channel").unwrap();
    let tag = tag_of(&instructions(&read("Dockerfile")), "rust").expect("a stage begins with rust");
    assert_eq!(tag.split('-').next(), Some(channel.as_str()), "Dockerfile");
    let least = quoted(&read("Cargo.toml"), "rust-version").unwrap();
    assert!(channel.starts_with(&least), "{channel} is not {least}");
}

#[test]
fn node_is_as_new_as_the_packages_need() {
    let lock: serde_json::Value = serde_json::from_str(&read("package-lock.json")).unwrap();
    let packages = lock["packages"].as_object().unwrap().values();
    let engines = packages.filter_map(|package| package["engines"]["node"].as_str());
    let needed = engines.filter_map(|engine| leading(engine.trim_start_matches(['>', '=', '^', ' '])));
    let said = number_after(&read("crates/xtask/src/packages.rs"), "Node.js").expect("xtask says which Node it needs");
    let least = needed.chain([said]).max().unwrap();
    let image = tag_of(&instructions(&read("Dockerfile")), "node").and_then(|tag| leading(&tag));
    let workflow = read_yaml(".github/workflows/ci.yml");
    let node = workflow.iter().find(|(path, _)| path.ends_with(".with.node-version"));
    let node = node.and_then(|(_, version)| leading(version));
    assert!(image.is_some_and(|version| version >= least), "Dockerfile: {image:?}, needed is {least}");
    assert_eq!(node, image, "the workflow and the image build with the same Node");
    let told = number_after(&read("CONTRIBUTING.md"), "Node").unwrap();
    assert_eq!(told, said, "CONTRIBUTING.md and xtask");
}

#[test]
fn everybody_finds_the_program_at_its_port() {
    let port = usual_port();
    let image = instructions(&read("Dockerfile"));
    assert_eq!(said(&image, "EXPOSE"), [port.to_string()]);
    for (file, hosts) in [
        ("Dockerfile", &["0.0.0.0"][..]),
        ("compose.yaml", &["bayside", "0.0.0.0"]),
        ("docs/Caddyfile", &["bayside"]),
        ("CONTRIBUTING.md", &["127.0.0.1"]),
        ("docs/release.md", &["http://127.0.0.1"]),
    ] {
        assert_eq!(ports(&read(file), hosts), [port].into(), "{file}");
    }
    for line in read("README.md").lines().filter(|line| line.contains("proxy_pass") || line.contains("reverse_proxy "))
    {
        assert_eq!(ports(line, &["127.0.0.1"]), [port].into(), "README.md: {line}");
    }
}

#[test]
fn flags_and_variables_that_texts_name_are_the_programs() {
    let known = flags();
    assert!(known.names.len() > 15 && known.variables.len() > 15, "{known:?}");
    for file in TEXTS {
        let text = read(file);
        assert_eq!(unknown_variables(&text, &known), [""; 0], "{file}");
        assert_eq!(unknown_flags(&text, &known), [""; 0], "{file}");
    }
}

#[test]
fn commands_that_texts_name_are_those_of_xtask() {
    let known = read("crates/xtask/src/main.rs");
    for file in TEXTS {
        let text = read(file);
        for command in text.split("cargo xtask ").skip(1) {
            let word = command.split(|letter: char| !letter.is_ascii_lowercase()).next().unwrap_or_default();
            assert!(
                known.contains(&format!("[\"{word}\"")) || known.contains(&format!("\"{word}\" |")),
                "{file}: {word}"
            );
        }
    }
}

#[test]
fn the_image_holds_the_program_and_nothing_else() {
    let image = instructions(&read("Dockerfile"));
    let last = image.iter().rposition(|(word, _)| word == "FROM").unwrap();
    let (building, holding) = image.split_at(last);
    assert_eq!(said(holding, "FROM"), ["scratch"]);
    let target = "x86_64-unknown-linux-musl";
    let made = format!("cargo build --release --locked --target {target} --package bayside-server");
    let runs = said(building, "RUN");
    assert!(runs.iter().any(|run| run.contains(&format!("cargo xtask build && {made}"))), "{runs:?}");
    assert!(runs.iter().any(|run| run.starts_with("rustup target add") && run.contains(target)), "{runs:?}");
    assert!(read("docs/release.md").contains(&made), "docs/release.md builds it in another way");

    let copied = said(holding, "COPY");
    assert_eq!(copied.len(), 2, "{copied:?}");
    assert!(copied[0].ends_with(&format!("/target/{target}/release/bayside /bayside")), "{copied:?}");
    assert!(copied[1].ends_with("/empty /data"), "{copied:?}");
    assert!(read("crates/server/Cargo.toml").contains("[[bin]]\nname = \"bayside\""));
    assert_eq!(said(holding, "ENTRYPOINT"), ["[\"/bayside\"]"]);
    assert_eq!(said(holding, "CMD"), ["[\"serve\"]"]);
    let user = said(holding, "USER").concat();
    assert!(user.split(':').all(|id| leading(id).is_some_and(|id| id > 0)), "USER {user}");
    assert!(copied[1].contains(&format!("--chown={user}")), "{copied:?}");
    assert_eq!(said(holding, "VOLUME"), ["/data"]);
    assert!(said(holding, "ENV").concat().contains("BAYSIDE_DATABASE=sqlite:/data/"));
}

#[test]
fn the_workflow_calls_what_everybody_calls() {
    let workflow = read_yaml(".github/workflows/ci.yml");
    let at = |path: &str| workflow.get(path).map(String::as_str);
    for (path, value) in [
        ("on.push", ""),
        ("on.pull_request", ""),
        ("permissions.contents", "read"),
        ("jobs.test.runs-on", "ubuntu-latest"),
        ("jobs.test.timeout-minutes", "90"),
    ] {
        assert_eq!(at(path), Some(value), "{path}");
    }
    assert_eq!(workflow.keys().filter(|path| path.contains("permissions.")).count(), 1, "it may only read");
    let runs: Vec<&str> =
        workflow.iter().filter(|(path, _)| path.strip_suffix(".run").is_some()).map(|(_, run)| run.as_str()).collect();
    assert_eq!(runs, ["rustup toolchain install", ".ci/run"]);
    let uses = workflow.iter().filter(|(path, _)| path.strip_suffix(".uses").is_some());
    for (_, action) in uses {
        let (name, version) = action.split_once('@').unwrap_or_default();
        assert!(name.starts_with("actions/") && version.starts_with('v'), "{action}");
    }
    let pictures = workflow.iter().find(|(_, value)| value.as_str() == "target/screenshots");
    let step = pictures.and_then(|(path, _)| path.strip_suffix(".with.path")).expect("it keeps the pictures");
    assert_eq!(at(&format!("{step}.if")), Some("failure()"));
    assert!(read(".ci/run").trim_end().ends_with("cargo xtask test"));
}

#[test]
fn the_database_of_compose_is_one_that_is_supported() {
    let compose = read_yaml("compose.yaml");
    let version = compose["services.postgres.image"].strip_prefix("postgres:").and_then(leading).unwrap();
    let told = number_after(&read("README.md"), "PostgreSQL").expect("README.md says which PostgreSQL it takes");
    let said = number_after(&read("crates/xtask/src/packages.rs"), "PostgreSQL").expect("and so does xtask");
    assert_eq!(told, said);
    assert!(version >= told, "PostgreSQL {version} is older than {told}");
    let database = &compose["services.bayside.environment.BAYSIDE_DATABASE"];
    assert!(database.starts_with("postgres://bayside:${POSTGRES_PASSWORD:?"), "{database}");
    assert!(database.ends_with("@postgres/bayside"), "{database}");
    for (name, value) in [("POSTGRES_USER", "bayside"), ("POSTGRES_DB", "bayside")] {
        assert_eq!(compose[&format!("services.postgres.environment.{name}")], value);
    }
    assert_eq!(compose["services.bayside.depends_on.postgres.condition"], "service_healthy");
    let mut test = compose.iter().filter(|(path, _)| path.starts_with("services.postgres.healthcheck.test"));
    assert!(test.any(|(_, value)| value.contains("pg_isready")));
}

#[test]
fn compose_believes_its_proxy_and_nobody_else() {
    let compose = read_yaml("compose.yaml");
    let proxy = &compose["services.caddy.networks.front.ipv4_address"];
    assert_eq!(compose["services.bayside.environment.BAYSIDE_TRUSTED_PROXY"], format!("{proxy}/32"));
    let subnet = &compose["networks.front.ipam.config.0.subnet"];
    let network = subnet.strip_suffix(".0/24").expect("a network of 24 bits");
    assert!(proxy.starts_with(&format!("{network}.")), "{proxy} is not in {subnet}");
    assert!(compose["services.bayside.environment.BAYSIDE_PUBLIC_URL"].starts_with("https://${SITE_HOST:?"));
    assert!(
        read("docs/Caddyfile").contains("{$SITE_HOST} {")
            && compose.contains_key("services.caddy.environment.SITE_HOST")
    );
    let published: Vec<&String> = compose.keys().filter(|path| path.contains(".ports.")).collect();
    assert!(published.iter().all(|path| path.starts_with("services.caddy.")), "{published:?}");
    // A secret stands in `.env`, which git and the image leave out.
    for path in compose.keys().filter(|path| ["PASSWORD", "TOKEN"].iter().any(|end| path.ends_with(end))) {
        assert!(compose[path].is_empty() || compose[path].starts_with("${"), "{path}");
    }
    for file in [".gitignore", ".dockerignore"] {
        assert!(read(file).lines().any(|line| line == ".env"), "{file}");
    }
}

#[test]
fn files_that_are_named_to_those_who_join_are_there() {
    for (file, folder) in [("CONTRIBUTING.md", ""), ("SECURITY.md", ""), ("docs/release.md", "docs")] {
        let named = named_files(&read(file));
        assert!(!named.is_empty(), "{file} names nothing");
        for path in named {
            let is_there = [folder, ""].iter().any(|folder| root().join(folder).join(&path).exists());
            assert!(is_there, "{file}: {path}");
        }
    }
}

#[test]
fn what_is_allowed_by_name_is_still_used() {
    let (deny, lock) = (read("deny.toml"), read("Cargo.lock"));
    for line in deny.lines().filter(|line| line.contains("crate = ")) {
        let name = line.split('"').nth(1).unwrap();
        let is_locked = lock.contains(&format!("name = \"{name}\""));
        assert_eq!(is_locked, line.contains("allow = "), "deny.toml: {}", line.trim());
    }
    let width = read("rustfmt.toml").lines().find_map(|line| line.strip_prefix("max_width = ").map(str::to_owned));
    assert!(read(".editorconfig").contains(&format!("max_line_length = {}\n", width.unwrap())));
    let texts = tracked(&["*.md", "Dockerfile", "compose.yaml"]);
    for (flag, program) in OTHER_FLAGS {
        assert!(texts.iter().any(|file| read(file).contains(flag)), "no text names {flag} of {program}");
    }
}

#[test]
fn versions_ports_and_paths_are_found_where_they_stand() {
    let image = instructions("# FROM rust:1\nFROM rust:1.2.3-slim AS a\nRUN b \\\n    # c\n    && d\nFROM scratch\n");
    assert_eq!(tag_of(&image, "rust").as_deref(), Some("1.2.3-slim"));
    assert_eq!(tag_of(&image, "node"), None);
    assert_eq!(said(&image, "RUN"), ["b && d"]);
    assert_eq!(leading("24-bookworm"), Some(24));
    assert_eq!(leading("lts"), None);
    assert_eq!(number_after("PostgreSQL, Node; needs PostgreSQL, 14 or newer", "PostgreSQL"), Some(14));
    assert_eq!(ports("http://bayside:80/x bayside:81 other:82", &["bayside"]), [80, 81].into());
    let named = named_files(
        "see [figures](docs/bench.md), `src/b`, docs/embed.md. Not `cargo d`, `/e/f`, `target/g` or https://h/i.",
    );
    assert_eq!(named, ["docs/bench.md", "docs/embed.md", "src/b"].map(str::to_owned).into());
}
