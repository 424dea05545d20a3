//! Which rows of the lounge's board the browser had to draw anew.

use crate::browser::Window;
use serde_json::Value;
use std::collections::BTreeSet;

/// Notes from now on each row in which something changes, and each that is put in or taken out.
const WATCH: &str = "
    const rows = window.touchedRows = new Set();
    const row = node => (node.nodeType === 1 ? node : node.parentElement)?.closest('li.car')?.dataset.test;
    const note = records => records.forEach(record => {
        const own = row(record.target);
        if (own) rows.add(own);
        else [...record.addedNodes, ...record.removedNodes].forEach(node => {
            const moved = row(node);
            if (moved) rows.add(moved);
        });
    });
    window.rowsWatched?.disconnect();
    const observer = window.rowsWatched = new MutationObserver(note);
    window.rowsTouched = () => { note(observer.takeRecords()); return [...rows]; };
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });";

impl Window {
    /// Watches the rows of the board from now on.
    pub async fn watch_rows(&self) {
        self.run(WATCH, vec![]).await;
    }

    /// The rows that were touched since.
    pub async fn rows_touched(&self) -> BTreeSet<String> {
        // What was drawn last may wait for its frame.
        let painted = "return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true), 0)))";
        self.wait_for(painted, "a frame").await;
        let rows = self.run("return rowsTouched()", vec![]).await;
        let rows = rows.as_array().into_iter().flatten().filter_map(Value::as_str);
        rows.map(str::to_owned).collect()
    }

    /// Waits until no row is marked as changed.
    pub async fn see_marks_gone(&self) {
        self.see_gone("li.car[data-new]").await;
    }
}
