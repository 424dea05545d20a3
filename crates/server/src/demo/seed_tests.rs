use super::{ALLER, ANTING, dealers, fill};
use crate::admin;
use crate::app::{App, Parts, context};
use crate::http::limits::Limits;
use crate::http::wrong_tries::WrongTries;
use crate::live::{self, Hubs};
use crate::metrics::Metrics;
use crate::passwords::Passwords;
use crate::reply_cache::{ReplyCache, SingleFlight};
use crate::routes::availability::capacity_snapshot;
use bayside_api::codes::{Decision, PartFate, Payer};
use bayside_api::screen::Lounge;
use bayside_api::statement::{BridgeKind, BridgeStep, Gauge};
use bayside_domain::capacity::{CapacityRequest, Class};
use bayside_domain::codes::{Flag, Stage, Stay};
use bayside_domain::ids::EventNumber;
use bayside_domain::language::Asked;
use bayside_domain::time::Instant;
use bayside_domain::visit::{Phase, Visit};
use bayside_store::Database;
use bayside_store::{Store, StoreError, VisitRow};
use bayside_workflow::clock::Clock;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::visit_record::VisitRecord;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A demo that was filled at a certain time.
struct Demo {
    app: App,
    _folder: tempfile::TempDir,
}

impl Demo {
    async fn at(now: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Database::Sqlite(folder.path().join("demo.db"))).await.unwrap();
        for file in [ANTING, ALLER] {
            admin::import(&store, file).await.unwrap();
        }
        let instant = chrono::DateTime::parse_from_rfc3339(now).unwrap().timestamp_micros();
        let clock = Clock::starting_at(Instant::from_micros(instant));
        let context = context(store, clock, "http://127.0.0.1".to_owned()).await.unwrap();
        context.dealers.reload(&context.store).await.unwrap();
        let (_, stopping) = tokio::sync::watch::channel(false);
        let app = App::new(Parts {
            senders: crate::messages::Senders::of(&crate::messages::MailArgs::default()).unwrap(),
            context,
            replies: ReplyCache::default(),
            lookups: SingleFlight::default(),
            hubs: Hubs::new(stopping),
            limits: Limits::default(),
            passwords: Passwords::default(),
            wrong_digits: WrongTries::default(),
            metrics: Metrics::new(None),
            trusted_proxies: Vec::new(),
            demo: true,
            backups: None,
        });
        let filling = app.clone();
        let filled = app.store.write(move |tx| Box::pin(async move { fill(&filling, tx).await })).await;
        filled.unwrap_or_else(|failure| panic!("{now}: {failure:?}"));
        Self { app, _folder: folder }
    }

    fn dealer(&self, slug: &str) -> Arc<Dealer> {
        self.app.dealers.by_slug(slug).unwrap()
    }

    async fn lounge(&self, slug: &str) -> Lounge {
        live::snapshot(&self.app, &self.dealer(slug)).await.unwrap()
    }

    async fn visits(&self, dealer: &Dealer) -> Vec<VisitRow> {
        let id = dealer.id;
        let read = self.app.store.read::<_, StoreError>(|tx| {
            Box::pin(async move { tx.visits_changed_since(id, EventNumber::new(0)).await })
        });
        read.await.unwrap()
    }
}

/// Checks what must hold at any time of the year.
async fn is_sound(now: &str) {
    let demo = Demo::at(now).await;
    for dealer in demo.app.dealers.all() {
        let slug = &dealer.file.slug;
        let capacity = capacity_snapshot(&demo.app, &dealer).await.unwrap();
        assert!(capacity.occupancy.is_within_limits(&capacity.workshop), "{now} {slug}: more is taken than there is");
        let id = dealer.id;
        let mut numbers = Vec::new();
        let mut events = Vec::new();
        for visit in demo.visits(&dealer).await {
            let of = visit.id;
            let told = demo
                .app
                .store
                .read::<_, StoreError>(|tx| Box::pin(async move { tx.events_of(id, of).await }))
                .await
                .unwrap();
            assert_eq!(Visit::replay(&told).as_ref(), Some(&visit.state), "{now} {slug}");
            numbers.extend(visit.state.number);
            events.extend(told);
        }
        events.sort_by_key(|event| event.number);
        let gapless = events.iter().zip(1..).all(|(event, number)| event.number.get() == number);
        assert!(gapless && events.is_sorted_by_key(|event| event.at), "{now} {slug}: events out of order");
        assert!(events.last().unwrap().at <= demo.app.now(), "{now} {slug}: an event of the future");
        let different: BTreeSet<_> = numbers.iter().collect();
        assert_eq!(different.len(), numbers.len(), "{now} {slug}: a lounge number twice");

        // Every job can be booked on the first day that takes bookings.
        let seconds = demo.app.now().seconds();
        for service in &dealer.file.services {
            let ask = CapacityRequest {
                services: &[&service.id],
                stay: Stay::Wait,
                adviser: None,
                wash: true,
                class: Class::Booking,
            };
            let days = dealer.date(demo.app.now()).iter_days().skip(1).take(20);
            let mut open =
                days.map(|date| capacity.workshop.day(&capacity.occupancy, &ask, date, seconds)).skip_while(|day| {
                    capacity
                        .workshop
                        .calendar
                        .date_index(day.date)
                        .is_none_or(|index| capacity.workshop.calendar.days[index].open.is_empty())
                });
            let free = open.next().map_or(0, |day| day.starts.len());
            assert!(free >= 3, "{now} {slug}: {} has {free} free starts on the first day", service.id);
        }
    }
}

#[tokio::test]
async fn the_demo_can_begin_at_any_time() {
    for now in [
        "2026-06-09T08:30:00+08:00",
        "2026-06-09T03:12:09+08:00",
        "2026-06-09T08:00:00+08:00",
        "2026-06-09T12:30:00+08:00",
        "2026-06-09T17:58:59+08:00",
        "2026-06-09T18:00:00+08:00",
        "2026-11-23T10:24:00+08:00",
        "2026-12-05T17:10:00+08:00",
        "2026-12-06T12:00:00+08:00",
        "2026-12-25T09:00:00+01:00",
        "2027-01-01T00:00:00+08:00",
        "2027-02-10T11:00:00+08:00",
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
        "2026-03-29T03:00:00+02:00",
        "2031-07-15T15:45:30+02:00",
        "1999-12-31T23:59:59+00:00",
    ] {
        is_sound(now).await;
    }
}

fn stages(lounge: &Lounge) -> BTreeSet<Stage> {
    lounge.rows.iter().map(|row| row.stage).collect()
}

#[tokio::test]
async fn at_work_the_lounge_shows_every_stage_and_everything_that_can_happen() {
    let days = [
        ("anting", "2026-11-25T10:24:00+08:00"),
        ("anting", "2026-06-09T08:30:00+08:00"),
        ("aller", "2026-11-25T11:10:00+01:00"),
    ];
    for (slug, now) in days {
        let demo = Demo::at(now).await;
        let lounge = demo.lounge(slug).await;
        assert!((7..=10).contains(&lounge.rows.len()), "{slug} {now}: {:?}", lounge.rows);
        assert_eq!(stages(&lounge), Stage::ALL.iter().copied().collect(), "{slug} {now}");
        let flagged: Vec<_> = lounge.rows.iter().filter(|row| row.flag == Some(Flag::SeeAdviser)).collect();
        assert_eq!(flagged.len(), 1, "{slug} {now}");
        assert!(lounge.rows.iter().any(|row| row.promised_before.is_some()), "{slug} {now}: no promise was changed");
        let late = lounge
            .rows
            .iter()
            .filter(|row| row.stage != Stage::Ready && row.promised_at.is_some_and(|at| at.0 < lounge.as_of.0));
        assert_eq!(late.count(), 1, "{slug} {now}");
        assert!(!lounge.arrivals.is_empty(), "{slug} {now}: nobody is welcomed");
        let plates: BTreeSet<_> = lounge.rows.iter().map(|row| &row.plate).collect();
        if slug == "anting" {
            assert!(plates.len() < lounge.rows.len(), "two plates look alike: {plates:?}");
        }
        let dealer = demo.dealer(slug);
        let visits = demo.visits(&dealer).await;
        let in_phase = |phase: Phase| visits.iter().filter(|visit| visit.state.phase == phase).count();
        assert_eq!((in_phase(Phase::Delivered), in_phase(Phase::Booked)), (2, 6), "{slug} {now}");
        assert!(visits.iter().any(|visit| visit.state.is_prepared() && visit.state.phase == Phase::Booked));
    }
}

#[tokio::test]
async fn at_night_some_cars_stand_in_the_yard() {
    let demo = Demo::at("2026-11-25T23:00:00+08:00").await;
    let lounge = demo.lounge("anting").await;
    assert!((3..=5).contains(&lounge.rows.len()), "{:?}", lounge.rows);
    assert!(lounge.rows.iter().all(|row| row.promised_at.is_none_or(|at| at.0 > lounge.as_of.0)), "{:?}", lounge.rows);
    let visits = demo.visits(&demo.dealer("anting")).await;
    assert!(
        visits.iter().filter(|visit| visit.state.on_board()).all(|visit| visit.state.appointment.stay == Stay::DropOff)
    );
}

#[test]
fn everybody_drives_a_model_that_the_dealer_knows() {
    for dealer in dealers() {
        let cast = super::cast::of(&dealer.slug).unwrap();
        let comes = cast.cars.iter().map(|car| (&car.who, car.services));
        let expected = cast.expected.iter().map(|expected| (&expected.who, expected.services));
        let others = [(&cast.callback.who, &[][..]), (&cast.wish.who, cast.wish.services)];
        for (who, services) in comes.chain(expected).chain(others) {
            assert!(dealer.models.iter().any(|model| model == who.model), "{}: {}", dealer.slug, who.model);
            for service in services.iter().map(|id| dealer.service(id).unwrap()) {
                assert!(service.is_for(who.model, &dealer.models), "{}: {} for {}", dealer.slug, service.id, who.model);
                let unfit = service.car_criteria.unfit(Some(who.mileage_km), None, chrono::NaiveDate::MAX);
                assert_eq!(unfit, None, "{}: {} at {} km", dealer.slug, service.id, who.mileage_km);
            }
        }
    }
}

#[tokio::test]
async fn a_statement_of_the_demo_shows_everything_that_a_statement_can_explain() {
    for (slug, now) in [("anting", "2026-11-25T10:24:00+08:00"), ("aller", "2026-11-25T11:10:00+01:00")] {
        let demo = Demo::at(now).await;
        let dealer = demo.dealer(slug);
        let declined = |visit: &&VisitRow| {
            visit.state.released.is_some()
                && visit.state.extra_work.iter().any(|item| item.decision == Some(Decision::Decline))
        };
        let visits = demo.visits(&dealer).await;
        let visit = visits.iter().find(declined).unwrap_or_else(|| panic!("{slug}: nobody declined anything"));
        let record = VisitRecord::load(&demo.app, &dealer, visit.id, Asked::default()).await.unwrap();
        let told = crate::wire::statement::explained(&record).unwrap();
        assert!(told.found.iter().filter_map(|found| found.gauge.as_ref()).any(scale_is_close), "{slug}");
        let differs = |step: &&BridgeStep| step.kind == BridgeKind::Difference;
        assert!(
            told.bridge.iter().filter(differs).all(|step| step.amount.amount < 0 && !step.reason.is_empty()),
            "{slug}"
        );
        assert_eq!(told.bridge.iter().filter(differs).count(), 1, "{slug}");
        assert!(told.totals.iter().any(|total| total.payer == Payer::Warranty && total.total.amount > 0), "{slug}");
        assert!(told.replaced_parts.iter().any(|part| part.fate == PartFate::Taken), "{slug}");
        assert!(told.done.iter().all(|done| !done.detail.is_empty()), "{slug}");
        // One named person answers from the order to the release.
        let adviser = dealer.file.adviser(&visit.state.appointment.adviser).unwrap();
        assert_eq!(told.released_by, adviser.name.get(&record.speaks()), "{slug}");
    }
}

/// Within a sixth of the scale of its limit.
fn scale_is_close(gauge: &Gauge) -> bool {
    (gauge.value_thousandths - gauge.limit_thousandths) * 6 < gauge.new_thousandths
}
