//! Who was erased, noted beside the backups: what a backup that is older must forget when it is restored.

use super::error::{BackupError, Result};
use crate::error::StoreError;
use crate::private::Draft;
use crate::{Database, Store};
use bayside_domain::ids::{DealerId, PersonKey, VisitId};
use bayside_domain::time::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The file's name in the folder of the backups. A line is a dealer's number, a visit's, wish's or call-back's number,
/// and the instant in microseconds: nothing that names a person.
const NAME: &str = "erasures";

/// Dealer, visit, and when.
pub(super) type Erasure = (i64, i64, i64);

fn read(file: &Path) -> Result<BTreeSet<Erasure>> {
    let text = match std::fs::read_to_string(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        text => text.map_err(BackupError::file(file))?,
    };
    let erasure = |line: &str| -> Option<Erasure> {
        let mut numbers = line.split(' ').map(|number| number.parse().ok());
        let found = (numbers.next()??, numbers.next()??, numbers.next()??);
        numbers.next().is_none().then_some(found)
    };
    let wrong = || BackupError::Damaged(format!("{}: a line is not three numbers", file.display()));
    text.lines().map(|line| erasure(line).ok_or_else(wrong)).collect()
}

/// Where the list of a folder lies.
fn file_in(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

async fn of_store(store: &Store) -> Result<BTreeSet<Erasure>> {
    let found = store.read::<_, StoreError>(|tx| {
        Box::pin(async move {
            let mut found = BTreeSet::new();
            for dealer in tx.dealers().await? {
                let erased = tx.erasures(dealer.id).await?;
                found.extend(erased.into_iter().map(|(key, at)| (dealer.id.get(), key.get(), at.micros())));
            }
            Ok(found)
        })
    });
    Ok(found.await?)
}

/// Adds who was erased from a store to the list beside its backups.
pub async fn note_erasures(store: &Store, folder: &Path) -> Result<()> {
    let file = file_in(folder);
    let noted = read(&file)?;
    let mut all = of_store(store).await?;
    all.extend(&noted);
    if all == noted {
        return Ok(());
    }
    let lines: Vec<String> = all.iter().map(|(dealer, visit, at)| format!("{dealer} {visit} {at}\n")).collect();
    let draft = Draft::beside(&file).map_err(BackupError::file(&file))?;
    std::fs::write(draft.path(), lines.concat()).and_then(|()| draft.publish(&file)).map_err(BackupError::file(&file))
}

/// Who is noted beside a backup.
pub(super) fn beside(backup: &Path) -> Result<BTreeSet<Erasure>> {
    read(&file_in(backup.parent().unwrap_or(Path::new(""))))
}

/// Erases from a restored store whoever was erased since its backup; how many visits, wishes and call-backs.
pub(super) async fn apply(noted: BTreeSet<Erasure>, to: &Database) -> Result<usize> {
    if noted.is_empty() {
        return Ok(0);
    }
    let store = Store::open(to).await.map_err(BackupError::Reopened)?;
    let known = of_store(&store).await?;
    let mut by_dealer: BTreeMap<i64, Vec<Erasure>> = BTreeMap::new();
    for erasure in noted.difference(&known) {
        by_dealer.entry(erasure.0).or_default().push(*erasure);
    }
    let count = by_dealer.values().map(Vec::len).sum();
    for (dealer, erased) in by_dealer {
        let dealer = DealerId::new(dealer);
        let work = store.write::<_, StoreError>(move |tx| {
            Box::pin(async move {
                for (_, visit, at) in erased {
                    tx.erase_person(dealer, PersonKey::from(VisitId::new(visit)), Instant::from_micros(at)).await?;
                }
                Ok(())
            })
        });
        work.await?;
    }
    if count > 0 {
        store.scrub().await?;
    }
    store.close().await;
    Ok(count)
}
