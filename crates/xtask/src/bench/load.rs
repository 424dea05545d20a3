//! Loads: many connections at once, each with one request after the other.

use super::dealer::{ADVISERS, SERVICES, SLUG, booking};
use super::http::{Connection, fields};
use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How a load of reads went.
pub struct Reads {
    /// Answers in a second.
    pub per_second: f64,
    /// The 99th percentile of the response time, in milliseconds.
    pub p99_ms: f64,
}

/// Asks these in turn, again and again, over so many connections for a while.
pub fn reads(address: SocketAddr, paths: &[String], connections: usize, lasting: Duration) -> Result<Reads> {
    let (everybody, next) = (Barrier::new(connections), AtomicUsize::new(0));
    let times: Vec<Result<Vec<u32>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections)
            .map(|_| {
                let (everybody, next) = (&everybody, &next);
                scope.spawn(move || {
                    let opened = Connection::open(address);
                    everybody.wait();
                    let mut connection = opened?;
                    let mut times = Vec::with_capacity(100_000);
                    let began = Instant::now();
                    while began.elapsed() < lasting {
                        let path = &paths[next.fetch_add(1, Ordering::Relaxed) % paths.len()];
                        let sent = Instant::now();
                        let reply = connection.get_compressed(path)?;
                        ensure!(reply.status == 200, "{path} was answered with {}", reply.status);
                        times.push(sent.elapsed().as_micros() as u32);
                    }
                    Ok(times)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a client does not panic")).collect()
    });
    let mut all = Vec::new();
    for one in times {
        all.extend(one?);
    }
    all.sort_unstable();
    ensure!(!all.is_empty(), "nothing was answered");
    let p99 = all[(all.len() - 1) * 99 / 100];
    Ok(Reads { per_second: all.len() as f64 / lasting.as_secs_f64(), p99_ms: f64::from(p99) / 1000.0 })
}

/// The question about free starts, `detail=days` for a month's calendar.
pub fn question(from: &str, to: &str, more: &str) -> String {
    format!("/api/v1/dealers/{SLUG}/availability?from={from}&to={to}&services=oil&stay=leave{more}")
}

/// Questions of which no two are alike, by first day, services, stay and adviser: more than are asked in a load, so
/// none is answered from memory.
pub fn questions(address: SocketAddr, is_calendar: bool) -> Result<Vec<String>> {
    let (firsts, last, more) = if is_calendar { (20, 30, "&detail=days") } else { (27, 0, "") };
    let dates = (3..3 + firsts + last).map(|after| day(address, after as u64)).collect::<Result<Vec<_>>>()?;
    let mut all = Vec::new();
    for first in 0..firsts {
        let (from, to) = (&dates[first], &dates[first + last]);
        for set in 1..1_usize << SERVICES.len() {
            let services: Vec<&str> =
                (0..SERVICES.len()).filter(|bit| set >> bit & 1 == 1).map(|bit| SERVICES[bit]).collect();
            let services = services.join(",");
            for stay in ["wait", "leave", "loaner"] {
                let question = format!(
                    "/api/v1/dealers/{SLUG}/availability?from={from}&to={to}&services={services}&stay={stay}{more}"
                );
                all.extend((0..ADVISERS).map(|adviser| format!("{question}&adviser=a{adviser}")));
                all.push(question);
            }
        }
    }
    // A stride of a prime that does not divide their number visits each of them once and never two neighbours in a row.
    Ok((0..all.len()).map(|number| all[number * 7919 % all.len()].clone()).collect())
}

/// A date so many days from today, by the server's own clock.
pub fn day(address: SocketAddr, after: u64) -> Result<String> {
    let reply = Connection::open(address)?.get(&format!("/api/v1/dealers/{SLUG}"))?;
    let now = fields(&reply.body, "now").pop().context("the dealer's face tells the time")?;
    let days = days_of(&now).context("an instant begins with its date")? + i64::try_from(after)?;
    Ok(date_of(days))
}

/// Days since 1970-01-01 of `YYYY-MM-DD…` (civil from days, after Hinnant).
fn days_of(text: &str) -> Option<i64> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn date_of(days: i64) -> String {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, civil) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    format!("{:04}-{civil:02}-{day:02}", year + era * 400 + i64::from(civil <= 2))
}

/// Offers that do not meet each other: adviser by adviser, day by day, at most `count`.
pub fn offers(address: SocketAddr, first_day: u64, days: u64, count: usize) -> Result<Vec<String>> {
    let mut connection = Connection::open(address)?;
    let mut found = Vec::new();
    for after in first_day..first_day + days {
        let date = day(address, after)?;
        for adviser in 0..ADVISERS {
            let reply = connection.get(&question(&date, &date, &format!("&adviser=a{adviser}")))?;
            ensure!(reply.status == 200, "free starts were answered with {}", reply.status);
            // The best two come first and again among their day's.
            let text = String::from_utf8_lossy(&reply.body).into_owned();
            let days = text.split_once("\"days\":").map_or("", |(_, days)| days);
            found.extend(fields(days.as_bytes(), "offer"));
            if found.len() >= count {
                found.truncate(count);
                return Ok(found);
            }
        }
    }
    Ok(found)
}

/// How a load of bookings went.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Sold {
    /// How many attempts booked a place.
    pub booked: usize,
    /// Refused with other times to choose from.
    pub refused: usize,
    /// Refused with nothing instead.
    pub empty_handed: usize,
    /// Answered in any other way.
    pub other: usize,
}

/// Books the offers in turn with so many clients until `attempts` were made or the time is over.
pub fn bookings(
    servers: &[SocketAddr],
    offers: &[String],
    clients: usize,
    attempts: usize,
    at_most: Duration,
) -> Result<(Sold, Duration)> {
    let path = format!("/api/v1/dealers/{SLUG}/bookings");
    let (next, addresses, everybody) = (AtomicUsize::new(0), AtomicU32::new(1), Barrier::new(clients));
    let began = Instant::now();
    let all: Vec<Result<(Sold, Duration)>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients)
            .map(|client| {
                let (path, next, addresses, everybody) = (&path, &next, &addresses, &everybody);
                let server = servers[client % servers.len()];
                scope.spawn(move || {
                    let opened = Connection::open(server);
                    everybody.wait();
                    let (mut connection, begun) = (opened?, Instant::now());
                    let mut sold = Sold::default();
                    loop {
                        let attempt = next.fetch_add(1, Ordering::Relaxed);
                        if attempt >= attempts || begun.elapsed() > at_most {
                            return Ok((sold, begun.elapsed()));
                        }
                        let from = addresses.fetch_add(1, Ordering::Relaxed);
                        let reply = connection.post(path, from, &booking(&offers[attempt % offers.len()], from))?;
                        match reply.status {
                            201 => sold.booked += 1,
                            409 if !fields(&reply.body, "offer").is_empty() => sold.refused += 1,
                            409 => sold.empty_handed += 1,
                            _ => sold.other += 1,
                        }
                    }
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a client does not panic")).collect()
    });
    let (mut sum, mut longest) = (Sold::default(), Duration::ZERO);
    for one in all {
        let (sold, lasted) = one?;
        sum.booked += sold.booked;
        sum.refused += sold.refused;
        sum.empty_handed += sold.empty_handed;
        sum.other += sold.other;
        longest = longest.max(lasted);
    }
    Ok((sum, longest.min(began.elapsed())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_there_and_back() {
        for date in ["1970-01-01", "2024-02-29", "2026-11-23", "2026-12-31", "2027-03-01"] {
            assert_eq!(days_of(date).map(date_of).as_deref(), Some(date));
        }
        assert_eq!(date_of(days_of("2026-12-31T23:00:00+00:00").unwrap_or(0) + 1), "2027-01-01");
    }
}
