//! Engine and reference model agree on every start.

use crate::model::{Model, Out, OutOfUse, Promise, Taken};
use crate::random::{OutageWish, Scene, Wish, cases, outage_wish, scene, wish};
use bayside_domain::capacity::{
    CapacityRequest, Claim, Class, Occupancy, Outage, Plan, Remedy, Resource, ResourceId, Start, Workshop,
};
use bayside_domain::codes::Stay;
use chrono::{Datelike, Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A plan in the model's terms.
fn promise(workshop: &Workshop, plan: &Plan, class: Class) -> Promise {
    let mut takes: Vec<Taken> = Vec::new();
    let mut out = None;
    for claim in &plan.claims {
        let what = workshop.resource(claim.resource).clone();
        if what == Resource::Loaner {
            let day = |ce: i64| NaiveDate::from_num_days_from_ce_opt(ce as i32).expect("a date");
            assert_eq!(out, None, "one loaner, once");
            out = Some(Out { dates: (claim.from..claim.to).map(day).collect() });
            continue;
        }
        let buckets: BTreeSet<i64> = (claim.from..claim.to).collect();
        takes.push(Taken { what, buckets, booked: class == Class::Booking });
    }
    Promise { ready: plan.ready, ready_estimate: plan.ready_estimate, takes: flat(&takes), out }
}

/// What is taken, bucket by bucket: one block in two stretches is the same as two blocks.
fn flat(takes: &[Taken]) -> Vec<Taken> {
    let single = |taken: &Taken, bucket: i64| Taken { buckets: [bucket].into(), ..taken.clone() };
    let mut flat: Vec<Taken> =
        takes.iter().flat_map(|taken| taken.buckets.iter().map(|bucket| single(taken, *bucket))).collect();
    flat.sort_by(|one, other| (&one.what, &one.buckets).cmp(&(&other.what, &other.buckets)));
    flat
}

fn flattened(promise: Promise) -> Promise {
    Promise { takes: flat(&promise.takes), ..promise }
}

/// The same dealer twice, with the same things taken.
struct Both<'a> {
    scene: &'a Scene,
    workshop: Workshop,
    occupancy: Occupancy,
    model: Model<'a>,
    buckets: Vec<i64>,
}

impl<'a> Both<'a> {
    fn of(scene: &'a Scene) -> Self {
        let workshop = Workshop::of(&scene.dealer, &scene.zone, scene.today);
        let occupancy = Occupancy::empty(&workshop);
        let model = Model::of(&scene.dealer, scene.zone, scene.today, scene.now_seconds);
        let days = workshop.calendar.days.iter().take(scene.dealer.booking.horizon_days as usize + 1);
        let buckets = days.flat_map(|day| day.open.iter().flat_map(|span| span.from..span.to)).collect();
        Self { scene, workshop, occupancy, model, buckets }
    }

    /// Both take what a wish gets, if anything.
    fn book(&mut self, wish: &Wish) -> Option<(Promise, Plan)> {
        let services = wish.services(&self.scene.dealer);
        let request = wish.request(&self.scene.dealer, &services);
        let start = wish.pick(&self.buckets)?;
        let engine = self.workshop.best_adviser(&self.occupancy, &request, start, self.scene.now_seconds).ok();
        let model = match request.adviser {
            Some(adviser) => self.model.request(&request, start, adviser).map(|promise| (adviser, promise)),
            None => self.model.ask_anyone(&request, start),
        };
        let seen = engine.as_ref().map(|(adviser, plan)| (*adviser, promise(&self.workshop, plan, request.class)));
        let told = model.clone().map(|(adviser, promise)| (adviser, flattened(promise)));
        assert_eq!(seen, told, "{request:?} at {start}");
        let (plan, promise) = (engine?.1, model?.1);
        self.occupancy.take(&self.workshop, &plan.claims, request.class == Class::Booking);
        self.model.take(&promise);
        Some((promise, plan))
    }

    /// Something else takes one of a resource: leaves holes that no chain would.
    fn occupy(&mut self, resource: prop::sample::Index, from: prop::sample::Index, length: i64) {
        let teams: Vec<&Resource> =
            self.workshop.resources().iter().filter(|what| !matches!(what, Resource::Loaner)).collect();
        let what = (*resource.get(&teams)).clone();
        let Some(from) = (!self.buckets.is_empty()).then(|| *from.get(&self.buckets)) else { return };
        let id = self.workshop.resource_id(&what).expect("a resource of the workshop");
        self.occupancy.take(&self.workshop, &[Claim { resource: id, from, to: from + length }], false);
        self.model.taken.push(Taken { what, buckets: (from..from + length).collect(), booked: false });
    }

    /// Both put these out of use, after whatever was booked before.
    fn set_outages(&mut self, wishes: &[OutageWish]) {
        let first_day = i64::from(self.scene.today.num_days_from_ce());
        let mut outages = Vec::new();
        for wish in wishes {
            let resource = ResourceId(wish.resource.index(self.workshop.resources().len()) as u16);
            let what = self.workshop.resource(resource).clone();
            let (mut buckets, mut dates) = (BTreeSet::new(), BTreeSet::new());
            let (from, to) = if what == Resource::Loaner {
                let from = first_day + wish.from.index(6) as i64;
                let day = |ce: i64| NaiveDate::from_num_days_from_ce_opt(ce as i32).expect("a date");
                dates = (from..from + 1 + wish.length / 32).map(day).collect();
                (from, from + 1 + wish.length / 32)
            } else {
                let Some(from) = (!self.buckets.is_empty()).then(|| *wish.from.get(&self.buckets)) else { continue };
                buckets = (from..from + wish.length).collect();
                (from, from + wish.length)
            };
            outages.push(Outage { resource, places: wish.places, from, to });
            self.model.out_of_use.push(OutOfUse { what, places: wish.places, buckets, dates });
        }
        self.occupancy.set_outages(&self.workshop, &outages);
    }

    /// Whole days, as they are offered, and each start with each adviser, on the grid or off it.
    fn compare(&self, wish: &Wish) -> Result<(), TestCaseError> {
        let services = wish.services(&self.scene.dealer);
        let request = wish.request(&self.scene.dealer, &services);
        let mut offered = Vec::new();
        for offset in 0..=u64::from(self.scene.dealer.booking.horizon_days) + 1 {
            let date = self.scene.today + Days::new(offset);
            let day = self.workshop.day(&self.occupancy, &request, date, self.scene.now_seconds);
            let seen: Vec<(i64, usize, Promise)> = day
                .starts
                .iter()
                .map(|start| {
                    (start.at, start.adviser, promise(&self.workshop, &self.chosen(&request, start), request.class))
                })
                .collect();
            let told: Vec<(i64, usize, Promise)> = self
                .model
                .day(&request, date)
                .into_iter()
                .map(|(start, adviser, promise)| (start, adviser, flattened(promise)))
                .collect();
            prop_assert_eq!(seen, told, "{:?} on {}", request, date);
            let told_on: BTreeSet<i64> = day.starts.iter().map(|start| start.at).collect();
            let whole = self.workshop.calendar.days[self.workshop.calendar.date_index(date).expect("laid out")].whole;
            for start in whole.from..whole.to {
                let adviser = usize::try_from(start).expect("after 1970") % self.workshop.advisers();
                let seen = self.workshop.plan(&self.occupancy, &request, start, adviser, self.scene.now_seconds);
                // Each quarter of an hour is asked about in some case; all in each would take a day.
                if start % 5 == 0 {
                    self.explains(&request, start, told_on.contains(&start))?;
                }
                let told = self.model.request(&request, start, adviser);
                prop_assert_eq!(
                    seen.as_ref().map(|plan| (plan.ready, plan.ready_estimate)).ok(),
                    told.as_ref().map(|promise| (promise.ready, promise.ready_estimate)),
                    "{:?} on {} at {} with {}: {:?}",
                    request,
                    date,
                    start,
                    adviser,
                    seen
                );
            }
            offered.extend(day.starts);
        }
        self.asked_together(&request, &offered)
    }

    /// The plan of a start that is offered: it keeps what was shown.
    fn chosen(&self, request: &CapacityRequest<'_>, start: &Start) -> Plan {
        let plan = self.workshop.plan(&self.occupancy, request, start.at, start.adviser, self.scene.now_seconds);
        let plan = plan.expect("an offered start can be chosen");
        assert_eq!((plan.ready, plan.ready_estimate), (start.ready, start.ready_estimate), "{request:?} at {start:?}");
        assert_eq!(self.workshop.load(&self.occupancy, &plan), start.load, "{request:?} at {start:?}");
        plan
    }

    /// What is offered, asked for in every way of staying: all at once says the same as one by one.
    fn asked_together(&self, request: &CapacityRequest<'_>, offered: &[Start]) -> Result<(), TestCaseError> {
        for stay in Stay::ALL {
            let request = CapacityRequest { stay: *stay, ..*request };
            let together = self.workshop.ready_estimates(&self.occupancy, &request, offered, self.scene.now_seconds);
            let one = |start: &Start| {
                let plan =
                    self.workshop.plan(&self.occupancy, &request, start.at, start.adviser, self.scene.now_seconds);
                plan.ok().map(|plan| plan.ready_estimate)
            };
            prop_assert_eq!(together, offered.iter().map(one).collect::<Vec<_>>(), "{:?}", request);
        }
        Ok(())
    }

    /// "Bookable" if and only if it is offered; and every remedy helps.
    fn explains(&self, request: &CapacityRequest<'_>, start: i64, is_offered: bool) -> Result<(), TestCaseError> {
        let (workshop, occupancy, now) = (&self.workshop, &self.occupancy, self.scene.now_seconds);
        let explained = workshop.explain(occupancy, request, start, now);
        prop_assert_eq!(explained.verdict.is_ok(), is_offered, "{:?} at {}: {:?}", request, start, explained);
        prop_assert_eq!(explained.refused.is_empty(), is_offered);
        let tried = |workshop: &Workshop, occupancy: &Occupancy, request: &CapacityRequest<'_>| {
            workshop.best_adviser(occupancy, request, start, now).is_ok()
        };
        for remedy in &explained.remedies {
            let helps = match *remedy {
                Remedy::Adviser(adviser) => {
                    tried(workshop, occupancy, &CapacityRequest { adviser: Some(adviser), ..*request })
                }
                Remedy::Stay(stay) => tried(workshop, occupancy, &CapacityRequest { stay, ..*request }),
                Remedy::Override => tried(workshop, occupancy, &CapacityRequest { class: Class::House, ..*request }),
                Remedy::Place(resource) => tried(&workshop.with_one_more(resource), occupancy, request),
                Remedy::EndOutages => {
                    let mut occupancy = occupancy.clone();
                    occupancy.set_outages(workshop, &[]);
                    tried(workshop, &occupancy, request)
                }
            };
            prop_assert!(helps, "{:?} at {}: {:?}", request, start, remedy);
        }
        for refused in &explained.refused {
            if let (Some(resource), Some(when)) = (refused.resource, refused.when) {
                let is_full = |at| occupancy.used(workshop, resource, at) >= occupancy.limit(workshop, resource, at);
                prop_assert!(!when.is_empty() && (when.from..when.to).all(is_full), "{:?}", refused);
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn the_engine_offers_exactly_what_the_rules_allow(
        scene in scene(),
        holes in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1_i64..6), 0..8),
        bookings in vec(wish(), 0..16),
        given_back in vec(any::<prop::sample::Index>(), 0..4),
        outages in vec(outage_wish(), 0..5),
        later in vec(wish(), 0..6),
        asked in vec(wish(), 1..3),
    ) {
        let mut both = Both::of(&scene);
        for (resource, from, length) in holes {
            both.occupy(resource, from, length);
        }
        let mut kept: Vec<(Promise, Plan)> = bookings.iter().filter_map(|wish| both.book(wish)).collect();
        for index in given_back {
            if !kept.is_empty() {
                let (promise, plan) = kept.swap_remove(index.index(kept.len()));
                let booked = promise.takes.iter().any(|taken| taken.booked);
                both.occupancy.give_back(&both.workshop, &plan.claims, booked);
                both.model.give_back(&promise);
            }
        }
        both.set_outages(&outages);
        for wish in &later {
            both.book(wish);
        }
        for wish in &asked {
            both.compare(wish)?;
        }
    }

    #[test]
    fn a_block_that_is_lifted_leaves_no_trace(
        scene in scene(),
        bookings in vec(wish(), 0..12),
        outages in vec(outage_wish(), 1..5),
        given_back in vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let (mut with, mut without) = (Both::of(&scene), Both::of(&scene));
        let mut kept: Vec<Plan> = Vec::new();
        for wish in &bookings {
            kept.extend(with.book(wish).map(|(_, plan)| plan));
            without.book(wish);
        }
        with.set_outages(&outages);
        for index in given_back {
            if !kept.is_empty() {
                let plan = kept.swap_remove(index.index(kept.len()));
                with.occupancy.give_back(&with.workshop, &plan.claims, true);
                without.occupancy.give_back(&without.workshop, &plan.claims, true);
            }
        }
        with.set_outages(&[]);
        prop_assert_eq!(with.occupancy, without.occupancy);
    }

    #[test]
    fn a_calendar_day_is_the_buckets_on_which_the_clock_shows_its_date(scene in scene()) {
        let both = Both::of(&scene);
        for day in &both.workshop.calendar.days {
            prop_assert_eq!(day.whole.from..day.whole.to, both.model.clock.day(day.date));
            prop_assert!(day.open.iter().all(|span| day.whole.from <= span.from && span.to <= day.whole.to));
            prop_assert!(day.open.windows(2).all(|pair| pair[0].to < pair[1].from));
        }
    }
}
