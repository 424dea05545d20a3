//! Columns that hold an id.

use super::error::Result;
use bayside_domain::ids::Id;
use sqlx::Row;
use sqlx::any::AnyRow;

/// The id in a column.
pub(super) fn read_id<I: Id>(row: &AnyRow, column: usize) -> Result<I> {
    Ok(I::from_number(row.try_get(column)?))
}

/// The id in a column that may be empty.
pub(super) fn read_id_if_any<I: Id>(row: &AnyRow, column: usize) -> Result<Option<I>> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(I::from_number))
}
