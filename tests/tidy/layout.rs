//! Where modules lie: a module with parts is a folder with a `mod.rs`.

use super::{root, tracked};

#[test]
fn a_module_with_parts_is_a_folder() {
    let files = tracked(&["*.rs"]);
    let has_parts = |file: &&String| {
        let folder = format!("{}/", file.trim_end_matches(".rs"));
        files.iter().any(|other| other.starts_with(&folder))
    };
    let beside: Vec<&String> = files.iter().filter(has_parts).collect();
    assert!(beside.is_empty(), "should be the folder's mod.rs: {beside:?}");
    assert!(root().join("src/desk/mod.rs").is_file(), "as everywhere");
}
