//! Personal data and the documents of a visit: rows that can be erased.

use super::batch::Insert;
use super::column::read_id;
use super::{Result, Tx, from_document};
use bayside_domain::codes::SignaturePurpose;
use bayside_domain::document::Person;
use bayside_domain::document::{self, VisitDocuments};
use bayside_domain::ids::{DealerId, PersonKey, VisitId};
use bayside_domain::time::Instant;
use sqlx::Row;

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureRow {
    /// What was signed.
    pub purpose: SignaturePurpose,
    /// The name of the person who signed.
    pub name: String,
    /// The pen's path as SVG path data; `None` if only the name was typed.
    pub path: Option<String>,
    /// When it was signed.
    pub at: Instant,
}

/// Parses a stored person.
pub(super) fn person_from(body: &str) -> Result<Person> {
    from_document(body)
}

/// What the store knows about the sender of a request, for its spam signals and reference.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Another future booking has this phone number.
    pub repeated_phone: bool,
    /// Another future booking has this plate.
    pub repeated_plate: bool,
    /// A visit has this reference already.
    pub reference_taken: bool,
}

impl Tx<'_> {
    /// Inserts or replaces the person of a visit, a wish or a call-back.
    pub async fn put_person(&mut self, dealer: DealerId, of: impl Into<PersonKey>, person: &Person) -> Result<()> {
        self.insert(Insert {
            sql: "INSERT INTO person (dealer, visit, body, phone, plate) VALUES ($1, $2, $3, $4, $5) \
                  ON CONFLICT (dealer, visit) DO UPDATE SET body = excluded.body, phone = excluded.phone, plate = excluded.plate".into(),
            values: vec![
                dealer.into(),
                of.into().get().into(),
                document::write(person).into(),
                person.phone.clone().into(),
                person.plate.clone().into(),
            ],
        })
        .await
    }

    /// Takes back the consent to invitations, wherever this person's telephone number or mail address stands.
    pub async fn stop_marketing(&mut self, dealer: DealerId, of: &Person) -> Result<()> {
        // A rare call: no index serves it.
        let rows = sqlx::query("SELECT visit, body FROM person WHERE dealer = $1 AND body LIKE '%\"marketing\":true%'")
            .bind(dealer.get())
            .fetch_all(&mut *self.conn)
            .await?;
        for row in rows {
            let person = person_from(&row.try_get::<String, _>(1)?)?;
            if person.phone != of.phone && (of.email.is_none() || person.email != of.email) {
                continue;
            }
            sqlx::query("UPDATE person SET body = $3 WHERE dealer = $1 AND visit = $2")
                .bind(dealer.get())
                .bind(row.try_get::<i64, _>(0)?)
                .bind(document::write(&Person { marketing: false, ..person }))
                .execute(&mut *self.conn)
                .await?;
        }
        Ok(())
    }

    /// The person of a visit, a wish or a call-back; `None` once erased.
    pub async fn person(&mut self, dealer: DealerId, of: impl Into<PersonKey>) -> Result<Option<Person>> {
        let row = sqlx::query("SELECT body FROM person WHERE dealer = $1 AND visit = $2")
            .bind(dealer.get())
            .bind(of.into().get())
            .fetch_optional(&mut *self.conn)
            .await?;
        row.map(|row| person_from(&row.try_get::<String, _>(0)?)).transpose()
    }

    /// Looks up other future bookings of the same phone or plate, and whether a reference is taken. Every booking does
    /// this, so the candidates come from a single query. Only the latest bookings are read, so that nobody can make
    /// this slow.
    pub async fn standing(
        &mut self,
        dealer: DealerId,
        person: &Person,
        reference: &str,
        now: Instant,
    ) -> Result<Standing> {
        let latest = "SELECT 0, visit FROM \
            (SELECT visit FROM person WHERE dealer = $1 AND phone = $2 ORDER BY visit DESC LIMIT 20) AS by_phone \
            UNION ALL SELECT 1, visit FROM \
            (SELECT visit FROM person WHERE dealer = $1 AND plate = $3 ORDER BY visit DESC LIMIT 20) AS by_plate \
            UNION ALL SELECT 2, id FROM visit WHERE dealer = $1 AND reference = $4";
        let query = sqlx::query(latest).bind(dealer.get()).bind(person.phone.clone()).bind(person.plate.clone());
        let rows = query.bind(reference.to_owned()).fetch_all(&mut *self.conn).await?;
        let mut standing = Standing::default();
        // One query per row: a join is planned while the tables are small, and that plan can be bad for large ones.
        for row in rows {
            let repeated = match row.try_get::<i32, _>(0)? {
                0 => &mut standing.repeated_phone,
                1 => &mut standing.repeated_plate,
                _ => {
                    standing.reference_taken = true;
                    continue;
                }
            };
            if !*repeated && let Some(visit) = self.visit(dealer, read_id(&row, 1)?).await? {
                *repeated = visit.state.is_to_come(now);
            }
        }
        Ok(standing)
    }

    /// Inserts or replaces the documents of a visit.
    pub async fn put_documents(&mut self, dealer: DealerId, visit: VisitId, documents: &VisitDocuments) -> Result<()> {
        self.insert(Insert {
            sql: "INSERT INTO paper (dealer, visit, body) VALUES ($1, $2, $3) \
                  ON CONFLICT (dealer, visit) DO UPDATE SET body = excluded.body"
                .into(),
            values: vec![dealer.into(), visit.into(), document::write(documents).into()],
        })
        .await
    }

    /// The documents of a visit; empty ones if none are stored.
    pub async fn documents(&mut self, dealer: DealerId, visit: VisitId) -> Result<VisitDocuments> {
        let row = sqlx::query("SELECT body FROM paper WHERE dealer = $1 AND visit = $2")
            .bind(dealer.get())
            .bind(visit.get())
            .fetch_optional(&mut *self.conn)
            .await?;
        row.map_or_else(|| Ok(VisitDocuments::default()), |row| from_document(&row.try_get::<String, _>(0)?))
    }

    /// Keeps a signature.
    pub async fn put_signature(&mut self, dealer: DealerId, visit: VisitId, signature: &SignatureRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO signature (dealer, visit, purpose, name, path, at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (dealer, visit, purpose) DO UPDATE SET name = excluded.name, path = excluded.path, at = excluded.at",
        )
        .bind(dealer.get())
        .bind(visit.get())
        .bind(signature.purpose.as_str())
        .bind(signature.name.clone())
        .bind(signature.path.clone())
        .bind(signature.at.micros())
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A visit's signature for a purpose.
    pub async fn signature(
        &mut self,
        dealer: DealerId,
        visit: VisitId,
        purpose: SignaturePurpose,
    ) -> Result<Option<SignatureRow>> {
        let row = sqlx::query("SELECT name, path, at FROM signature WHERE dealer = $1 AND visit = $2 AND purpose = $3")
            .bind(dealer.get())
            .bind(visit.get())
            .bind(purpose.as_str())
            .fetch_optional(&mut *self.conn)
            .await?;
        row.map(|row| {
            Ok(SignatureRow {
                purpose,
                name: row.try_get(0)?,
                path: row.try_get(1)?,
                at: Instant::from_micros(row.try_get(2)?),
            })
        })
        .transpose()
    }

    /// Deletes the person of a wish that has ended, and the replies that are kept with their data.
    pub async fn forget_person(&mut self, dealer: DealerId, of: impl Into<PersonKey>) -> Result<()> {
        let of = of.into().get();
        for sql in [
            "DELETE FROM person WHERE dealer = $1 AND visit = $2",
            "DELETE FROM idempotency WHERE dealer = $1 AND visit = $2",
        ] {
            sqlx::query(sql).bind(dealer.get()).bind(of).execute(&mut *self.conn).await?;
        }
        Ok(())
    }
}
