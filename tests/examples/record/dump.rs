//! A store as SQL.

use bayside_test_support::database::Database;
use bayside_test_support::server::Engine;
use bayside_xtask::find;
use std::process::Command;

/// Everything that is needed to make the store anew.
pub fn dump(engine: Engine, store: &Database) -> String {
    match engine {
        Engine::Sqlite => sqlite(store),
        Engine::Postgres => postgres(store),
    }
}

fn sqlite(store: &Database) -> String {
    let schema = |kind: &str| {
        let owned = "sql IS NOT NULL AND name NOT LIKE 'sqlite_%'";
        store.rows(&format!("SELECT name, sql FROM sqlite_master WHERE type = '{kind}' AND {owned} ORDER BY name"))
    };
    let mut lines = vec!["BEGIN".to_owned()];
    for table in schema("table") {
        lines.push(table[1].clone());
        let columns = store.column(&format!("SELECT name FROM pragma_table_info('{}')", table[0]));
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let values = store.column(&format!("SELECT {} FROM \"{}\" ORDER BY 1", quoted.join(" || ', ' || "), table[0]));
        lines.extend(values.iter().map(|values| format!("INSERT INTO \"{}\" VALUES ({values})", table[0])));
    }
    lines.extend(schema("index").into_iter().map(|index| index[1].clone()));
    lines.push("COMMIT".to_owned());
    lines.join(";\n") + ";\n"
}

fn postgres(store: &Database) -> String {
    let programs = find::postgres().expect("PostgreSQL is there, the store runs on it");
    let mut command = Command::new(programs.join("pg_dump"));
    command.args(["--inserts", "--no-owner", "--no-privileges", "--no-comments"]).arg(store.url());
    let done = command.output().expect("pg_dump can be started");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8(done.stdout).expect("SQL is text");
    // Settings and remarks of one version of PostgreSQL; the schema is named with each table.
    let kept = text.lines().filter(|line| {
        let line = line.trim_end();
        !line.is_empty()
            && !["SET ", "--", "\\", "SELECT pg_catalog.set_config"].iter().any(|start| line.starts_with(start))
    });
    kept.flat_map(|line| [line, "\n"]).collect()
}
