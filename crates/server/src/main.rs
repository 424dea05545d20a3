//! The program `bayside`.

use bayside_server::admin::{self, CommandError, StaffChange};
use bayside_server::cli::{
    Cli, Command, DealerCommand, LogFormat, PersonCommand, StaffCommand, StaffLogin, WhosePerson,
};
use bayside_server::personal_data;
use bayside_server::serve::serve;
use bayside_store::Store;
use clap::Parser;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime can be built");
    match runtime.block_on(run(cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(refused) => {
            eprintln!("{refused}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), CommandError> {
    match command {
        Command::Serve(args) => {
            log_to_stderr(args.log);
            serve(*args).await
        }
        Command::Dealer(DealerCommand::Check { file }) => {
            let dealer = checked(&file)?;
            println!("{}: {} is in order", file.display(), dealer.0);
            Ok(())
        }
        Command::Dealer(DealerCommand::Import { file, store }) => {
            let (slug, text) = checked(&file)?;
            let store = open(&store.database).await?;
            let concerned = admin::import(&store, &text).await?;
            println!("{slug} is imported; running servers take it up within 15 seconds");
            if !concerned.is_empty() {
                println!("call these customers:\n{}", concerned.join("\n"));
            }
            Ok(())
        }
        Command::Staff(StaffCommand::Add { who, name, role }) => put(who, name, role, false).await,
        Command::Staff(StaffCommand::Reset { who }) => put(who, None, None, true).await,
        Command::Staff(StaffCommand::Disable { who }) => {
            admin::disable_staff(&open(&who.store.database).await?, who.dealer, who.login).await
        }
        Command::Person(PersonCommand::Export(WhosePerson { dealer, by, store })) => {
            println!("{}", personal_data::export(&open(&store.database).await?, dealer, by).await?);
            Ok(())
        }
        Command::Person(PersonCommand::Erase(WhosePerson { dealer, by, store })) => {
            let erased = personal_data::erase(&open(&store.database).await?, dealer, by).await?;
            println!("erased, with {erased} visits, wishes and call-backs");
            Ok(())
        }
        Command::Backup { file, store } => {
            let contents = bayside_store::backup(&store.database, &file).await?;
            println!("{}: {} rows of {}, read again", file.display(), contents.rows, store.database);
            Ok(())
        }
        Command::Restore { file, store } => {
            let restored = bayside_store::restore(&file, &store.database).await;
            let contents = restored.map_err(|error| CommandError(format!("{}: {error}", file.display())))?;
            println!("{}: {} rows, as they were backed up", store.database, contents.rows);
            Ok(())
        }
        Command::Copy { from, to } => {
            let contents = bayside_store::copy(&from, &to).await?;
            println!("{to}: {} rows, as in {from}", contents.rows);
            Ok(())
        }
        Command::Doctor { store } => {
            let rows = admin::examine(&store.database).await?;
            println!("{}: {rows} rows, and nothing is wrong", store.database);
            Ok(())
        }
    }
}

fn log_to_stderr(format: LogFormat) {
    let filter =
        EnvFilter::try_from_env("BAYSIDE_LOG_FILTER").unwrap_or_else(|_| EnvFilter::new("warn,bayside_server=info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => logs.init(),
        LogFormat::Json => logs.json().init(),
    }
}

/// What to say of a file that is not UTF-8 from this byte on.
fn not_utf8(bytes: &[u8], at: usize) -> String {
    let before = String::from_utf8_lossy(&bytes[..at]);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || bytes.contains(&0);
    let looks = if is_utf16 { "UTF-16" } else { "an older encoding, such as GBK or Windows-1252" };
    format!("line {line}, column {column}: this is not UTF-8 but looks like {looks}; save the file as UTF-8")
}

/// The slug and the text of a valid file.
fn checked(file: &Path) -> Result<(String, String), CommandError> {
    let bytes = std::fs::read(file).map_err(|error| CommandError(format!("{}: {error}", file.display())))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = not_utf8(error.as_bytes(), error.utf8_error().valid_up_to());
        CommandError(format!("{}: {line}", file.display()))
    })?;
    let dealer = admin::parse(&text).map_err(|CommandError(errors)| {
        let lines: Vec<String> = errors.lines().map(|line| format!("{}: {line}", file.display())).collect();
        CommandError(lines.join("\n"))
    })?;
    for warning in admin::warnings(&dealer) {
        eprintln!("{}: warning: {warning}", file.display());
    }
    Ok((dealer.slug, text))
}

async fn open(database: &bayside_store::Database) -> Result<Store, CommandError> {
    Store::open(database).await.map_err(|error| CommandError(error.to_string()))
}

async fn put(
    who: StaffLogin,
    name: Option<String>,
    role: Option<bayside_domain::codes::Role>,
    must_exist: bool,
) -> Result<(), CommandError> {
    let password = if who.password_stdin {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|error| CommandError(error.to_string()))?;
        Some(text.trim_end_matches(['\r', '\n']).to_owned())
    } else {
        None
    };
    let store = open(&who.store.database).await?;
    let change = StaffChange { dealer: who.dealer, login: who.login.clone(), name, role, password, must_exist };
    if let Some(password) = admin::put_staff(&store, change).await? {
        println!("password of {}: {password}", who.login);
    }
    Ok(())
}
