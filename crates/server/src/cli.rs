//! The program's commands and flags. Every flag is also an environment variable `BAYSIDE_…`.

use bayside_domain::codes::Role;
use bayside_store::Database;
use chrono::{DateTime, FixedOffset};
use clap::builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use ipnet::IpNet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// A car dealer's workshop, from the booking to the explained bill: one server for the customers'
/// pages, the lounge screens and the desk.
#[derive(Debug, Parser)]
#[command(name = "bayside", version, arg_required_else_help = true, propagate_version = true)]
#[command(after_help = "Every flag can be set by its environment variable as well; a flag wins over its variable.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API and the faces until SIGINT or SIGTERM
    Serve(Box<Serve>),
    /// Check or import a dealer's settings
    #[command(subcommand)]
    Dealer(DealerCommand),
    /// Give staff their passwords
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Tell what is kept of a person, or erase it
    #[command(subcommand)]
    Person(PersonCommand),
    /// Back up the store to a new file, beside a running program or without
    Backup {
        /// Where to; its folder is made if need be
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The store.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Put a backup into an empty store of the same engine, which no program has open
    Restore {
        /// The backup
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The store.
        #[command(flatten)]
        store: StoreArgs,
    },
    /// Copy a store into an empty one of either engine; no program has either of them open
    Copy {
        /// The store that is there, as --database names it
        #[arg(long, env = "BAYSIDE_FROM", value_name = "URL", hide_env_values = true)]
        from: Database,
        /// The store to be filled, as --database names it
        #[arg(long, env = "BAYSIDE_TO", value_name = "URL", hide_env_values = true)]
        to: Database,
    },
    /// Read everything in the store and say what is wrong; changes nothing, also beside a running program
    Doctor {
        /// The store.
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// Where everything is kept.
#[derive(Debug, Clone, Args)]
pub struct StoreArgs {
    /// The store: sqlite:PATH (the file and its folder are made) or postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, env = "BAYSIDE_DATABASE", value_name = "URL", default_value = "sqlite:data/bayside.db")]
    #[arg(hide_env_values = true)]
    pub database: Database,
}

/// `bayside serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port to listen on
    #[arg(long, env = "BAYSIDE_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// The address that people type, for links; with https, cookies are Secure and browsers are told to stay with it
    /// [default: http:// and the listen address]
    #[arg(long, env = "BAYSIDE_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<PublicUrl>,

    /// The store.
    #[command(flatten)]
    pub store: StoreArgs,

    /// A proxy in front whose X-Forwarded-For is believed; may be repeated, the variable is separated by commas
    #[arg(long, env = "BAYSIDE_TRUSTED_PROXY", value_name = "CIDR", value_delimiter = ',', value_parser = network)]
    pub trusted_proxy: Vec<IpNet>,

    /// Address and port at which the program's counters are read, at /metrics and without a token; not for the public
    #[arg(long, env = "BAYSIDE_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    pub metrics_listen: Option<SocketAddr>,

    /// What `Authorization: Bearer` must carry to read /metrics on the main listener [default: it is not there]
    #[arg(long, env = "BAYSIDE_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub metrics_token: Option<String>,

    /// How messages leave the program.
    #[command(flatten)]
    pub messages: crate::messages::MailArgs,

    /// Backups by timetable.
    #[command(flatten)]
    pub backups: crate::backups::BackupArgs,

    /// Fill an empty store with two dealers and a living day; a store filled so before starts as it is
    #[arg(long, env = "BAYSIDE_DEMO", value_parser = BoolishValueParser::new())]
    pub demo: bool,

    /// The demo's time, e.g. 2026-10-24T09:00:00+02:00 (only for a store filled by --demo)
    #[arg(long, env = "BAYSIDE_DEMO_CLOCK", value_name = "INSTANT", value_parser = instant)]
    pub demo_clock: Option<DateTime<FixedOffset>>,

    /// Password of the demo's staff [default: random, printed once]
    #[arg(long, env = "BAYSIDE_DEMO_PASSWORD", value_name = "PASSWORD", hide_env_values = true)]
    pub demo_password: Option<String>,

    /// How the log is written, to standard error; what is logged is chosen by `BAYSIDE_LOG_FILTER`
    #[arg(long, env = "BAYSIDE_LOG", value_enum, default_value_t = LogFormat::Text)]
    pub log: LogFormat,
}

impl Serve {
    /// The address for links: the public one, else the one it listens on.
    pub fn base_url(&self) -> PublicUrl {
        self.public_url.clone().unwrap_or_else(|| PublicUrl(format!("http://{}", self.listen)))
    }
}

/// `bayside dealer …`.
#[derive(Debug, Subcommand)]
pub enum DealerCommand {
    /// Read a dealer's file and name every mistake with line and field
    Check {
        /// The dealer's settings, TOML
        #[arg(value_name = "FILE.toml")]
        file: PathBuf,
    },
    /// Check a dealer's file and put it into the store; a running server takes it over
    Import {
        /// The dealer's settings, TOML
        #[arg(value_name = "FILE.toml")]
        file: PathBuf,
        /// The store.
        #[command(flatten)]
        store: StoreArgs,
    },
}

/// `bayside person …`.
#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// Write everything that is kept of a person to standard output, as JSON
    Export(WhosePerson),
    /// Erase a person: nothing of theirs may be open or to come; amounts and events stay, without a name
    Erase(WhosePerson),
}

/// A person of a dealer.
#[derive(Debug, Args)]
pub struct WhosePerson {
    /// The dealer's name in paths
    #[arg(long, env = "BAYSIDE_PERSON_DEALER", value_name = "DEALER")]
    pub dealer: String,
    /// Whose data.
    #[command(flatten)]
    pub by: crate::personal_data::By,
    /// The store.
    #[command(flatten)]
    pub store: StoreArgs,
}

/// `bayside staff …`.
#[derive(Debug, Subcommand)]
pub enum StaffCommand {
    /// Add a member of staff, or a login of the dealer's file that has no password yet
    Add {
        /// Dealer and login.
        #[command(flatten)]
        who: StaffLogin,
        /// As shown at the desk [default: from the dealer's file]
        #[arg(long, env = "BAYSIDE_STAFF_NAME")]
        name: Option<String>,
        /// What they may do [default: from the dealer's file]
        #[arg(long, env = "BAYSIDE_STAFF_ROLE", value_parser = roles())]
        role: Option<Role>,
    },
    /// Set a new password and end the sessions of the old one
    Reset {
        /// Dealer and login.
        #[command(flatten)]
        who: StaffLogin,
    },
    /// Take the password away and end all sessions, until the next `staff reset`
    Disable {
        /// Dealer and login.
        #[command(flatten)]
        who: DisabledLogin,
    },
}

/// A login of a dealer.
#[derive(Debug, Args)]
pub struct DisabledLogin {
    /// The dealer's name in paths
    pub dealer: String,
    /// The login
    pub login: String,
    /// The store.
    #[command(flatten)]
    pub store: StoreArgs,
}

/// A login, and where its password comes from.
#[derive(Debug, Args)]
pub struct StaffLogin {
    /// The dealer's name in paths
    pub dealer: String,
    /// The login
    pub login: String,
    /// Read the password from the first line of standard input instead of making one and printing it
    #[arg(long, env = "BAYSIDE_PASSWORD_STDIN", value_parser = BoolishValueParser::new())]
    pub password_stdin: bool,
    /// The store.
    #[command(flatten)]
    pub store: StoreArgs,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for people
    Text,
    /// One JSON object a line
    Json,
}

/// The origin that people type: scheme and host, no path, no slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// `https://example.org`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the connection is encrypted: `Secure` cookies, HSTS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl std::fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || "must be http:// or https:// and a host, without a path, e.g. https://werkstatt.example".to_owned();
        let uri: axum::http::Uri = text.parse().map_err(|_| wrong())?;
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https")).ok_or_else(wrong)?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or_else(wrong)?;
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() || text.contains('#') || authority.host().is_empty()
        {
            return Err(wrong());
        }
        Ok(Self(format!("{scheme}://{}", authority.as_str().to_ascii_lowercase())))
    }
}

/// A network, or a single address.
fn network(text: &str) -> Result<IpNet, String> {
    let network = text.parse::<IpNet>().or_else(|_| text.parse::<std::net::IpAddr>().map(IpNet::from));
    network.map_err(|_| "must be an address or a network such as 10.0.0.0/8 or ::1".to_owned())
}

fn instant(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text)
        .map_err(|_| "must be RFC 3339 with its offset, e.g. 2026-10-24T09:00:00+02:00".to_owned())
}

fn roles() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.iter().map(|role| role.as_str()))
        .map(|word| Role::from_word(&word).expect("only words of the list come through"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn serve(flags: &[&str]) -> Result<Serve, clap::Error> {
        let words = ["bayside", "serve"].iter().chain(flags);
        match Cli::try_parse_from(words)?.command {
            Command::Serve(serve) => Ok(*serve),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_definition_is_sound_and_every_flag_has_its_variable_and_a_help() {
        fn walk(command: &clap::Command) {
            for arg in command.get_arguments().filter(|arg| arg.get_long().is_some()) {
                let name = arg.get_id().as_str();
                assert!(arg.get_help().is_some(), "--{name} of {} has no help", command.get_name());
                if !matches!(name, "help" | "version") {
                    let variable = arg.get_env().and_then(|variable| variable.to_str());
                    assert!(
                        variable.is_some_and(|variable| variable.starts_with("BAYSIDE_")),
                        "--{name} has no variable"
                    );
                }
            }
            command.get_subcommands().for_each(walk);
        }
        Cli::command().debug_assert();
        walk(&Cli::command());
    }

    #[test]
    fn serving_needs_no_flags() {
        let serve = serve(&[]).unwrap();
        assert_eq!(serve.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(serve.store.database, Database::Sqlite("data/bayside.db".into()));
        assert_eq!(serve.base_url().as_str(), "http://127.0.0.1:8080");
        assert!(!serve.demo && !serve.base_url().is_https() && serve.trusted_proxy.is_empty());
        assert_eq!(serve.log, LogFormat::Text);
    }

    #[test]
    fn every_flag_of_serving_is_read() {
        let serve = serve(&[
            "--listen=0.0.0.0:80",
            "--public-url=https://Werkstatt.example/",
            "--database=postgres://bay:secret@db/bayside",
            "--trusted-proxy=10.0.0.0/8",
            "--trusted-proxy=::1",
            "--demo",
            "--demo-clock=2026-10-24T09:00:00+02:00",
            "--log=json",
        ])
        .unwrap();
        assert_eq!(serve.base_url().as_str(), "https://werkstatt.example");
        assert!(serve.base_url().is_https() && serve.demo);
        assert_eq!(serve.trusted_proxy.iter().map(ToString::to_string).collect::<Vec<_>>(), ["10.0.0.0/8", "::1/128"]);
        assert_eq!(serve.demo_clock.unwrap().to_rfc3339(), "2026-10-24T09:00:00+02:00");
        assert_eq!(serve.log, LogFormat::Json);
    }

    #[test]
    fn a_store_is_a_file_or_a_server_and_keeps_its_password() {
        let read = |text: &str| text.parse::<Database>();
        assert_eq!(read("sqlite:a b/c.db").unwrap(), Database::Sqlite("a b/c.db".into()));
        assert_eq!(read("sqlite:///var/lib/bayside.db").unwrap(), Database::Sqlite("/var/lib/bayside.db".into()));
        let server = read("postgres://bay:p@ss@db.example:5432/bayside?password=x").unwrap();
        assert_eq!(
            format!("{server} {server:?}"),
            "postgres://db.example:5432/bayside postgres://db.example:5432/bayside"
        );
        for wrong in ["", "sqlite:", "sqlite:a.db?mode=ro", "mysql://db/bayside", "data/bayside.db"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_public_address_is_an_origin() {
        for (text, expected) in [
            ("https://a.example", Some("https://a.example")),
            ("http://127.0.0.1:8080/", Some("http://127.0.0.1:8080")),
            ("a.example", None),
            ("ftp://a.example", None),
            ("https://a.example/bayside", None),
            ("https://a.example/?x=1", None),
            ("https://u:p@a.example", None),
            ("https://", None),
        ] {
            let url = text.parse::<PublicUrl>().ok();
            assert_eq!(url.as_ref().map(PublicUrl::as_str), expected, "{text}");
        }
    }

    #[test]
    fn wrong_values_are_refused_by_name() {
        for flag in ["--trusted-proxy=10.0.0.0/33", "--demo-clock=2026-10-24", "--listen=8080", "--log=xml"] {
            let error = serve(&[flag]).unwrap_err().to_string();
            let name = flag.split('=').next().unwrap();
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn dealers_and_staff_have_their_commands() {
        for words in [
            &["dealer", "check", "anting.toml"][..],
            &["dealer", "import", "anting.toml", "--database=sqlite:x.db"],
            &["staff", "add", "anting", "li-min", "--name=李敏", "--role=adviser"],
            &["staff", "reset", "anting", "li-min", "--password-stdin"],
            &["staff", "disable", "anting", "li-min"],
            &["person", "export", "--dealer=anting", "--phone=13812345678"],
            &["person", "erase", "--dealer=anting", "--reference=7K3MPX"],
            &["backup", "a.backup", "--database=sqlite:x.db"],
            &["restore", "a.backup", "--database=sqlite:x.db"],
            &["copy", "--from=sqlite:x.db", "--to=postgres://db/bayside"],
            &["doctor", "--database=sqlite:x.db"],
        ] {
            let read = Cli::try_parse_from(["bayside"].iter().chain(words));
            assert!(read.is_ok(), "{words:?}: {}", read.unwrap_err());
        }
        assert!(Cli::try_parse_from(["bayside", "staff", "add", "anting", "x", "--role=boss"]).is_err());
    }
}
