//! What holds whatever happens, in whatever order.

use crate::random::{Scene, Wish, cases, scene, wish};
use bayside_domain::capacity::{Claim, Class, Occupancy, Plan, Resource, Workshop};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::HashMap;

/// What may happen to a workshop.
#[derive(Debug, Clone)]
enum Act {
    /// Somebody books, or walks in.
    Book(Wish),
    /// A cancellation, a no-show, an expired hold.
    GiveBack(prop::sample::Index),
    /// A reschedule: the new room is taken before the old is given back.
    Swap(prop::sample::Index, Wish),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        5 => wish().prop_map(Act::Book),
        2 => any::<prop::sample::Index>().prop_map(Act::GiveBack),
        1 => (any::<prop::sample::Index>(), wish()).prop_map(|(index, wish)| Act::Swap(index, wish)),
    ]
}

struct Story<'a> {
    scene: &'a Scene,
    workshop: Workshop,
    occupancy: Occupancy,
    starts: Vec<i64>,
    kept: Vec<(Plan, bool)>,
}

impl<'a> Story<'a> {
    fn of(scene: &'a Scene) -> Self {
        let workshop = Workshop::of(&scene.dealer, &scene.zone, scene.today);
        let days = workshop.calendar.days.iter().take(3);
        let starts = days.flat_map(|day| day.open.iter().flat_map(|span| span.from..span.to)).collect();
        Self { occupancy: Occupancy::empty(&workshop), scene, workshop, starts, kept: Vec::new() }
    }

    fn book(&mut self, wish: &Wish) -> bool {
        let services = wish.services(&self.scene.dealer);
        let request = wish.request(&self.scene.dealer, &services);
        let Some(start) = wish.pick(&self.starts) else { return false };
        let Ok((_, plan)) = self.workshop.best_adviser(&self.occupancy, &request, start, self.scene.now_seconds) else {
            return false;
        };
        self.occupancy.take(&self.workshop, &plan.claims, request.class == Class::Booking);
        self.kept.push((plan, request.class == Class::Booking));
        true
    }

    fn give_back(&mut self, index: usize) {
        let (plan, booked) = self.kept.remove(index);
        self.occupancy.give_back(&self.workshop, &plan.claims, booked);
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Book(wish) => {
                self.book(wish);
            }
            Act::GiveBack(index) if !self.kept.is_empty() => self.give_back(index.index(self.kept.len())),
            Act::Swap(index, wish) if !self.kept.is_empty() => {
                let old = index.index(self.kept.len());
                if self.book(wish) {
                    self.give_back(old);
                }
            }
            Act::GiveBack(_) | Act::Swap(..) => {}
        }
    }

    /// What bookings hold, counted by hand: bucket by bucket, and day by day.
    fn counted(&self) -> HashMap<(Claim, bool), u16> {
        let mut counted = HashMap::new();
        for (plan, booked) in &self.kept {
            for claim in &plan.claims {
                for at in claim.from..claim.to {
                    *counted.entry((Claim { from: at, to: at + 1, ..*claim }, *booked)).or_default() += 1;
                }
            }
        }
        counted
    }

    fn check(&self) -> Result<(), TestCaseError> {
        prop_assert!(self.occupancy.is_within_limits(&self.workshop));
        let counted = self.counted();
        let mut used: HashMap<Claim, u16> = HashMap::new();
        let mut booked: HashMap<(Option<&str>, usize), u32> = HashMap::new();
        for ((claim, is_booked), count) in &counted {
            *used.entry(*claim).or_default() += count;
            let kind = match self.workshop.resource(claim.resource) {
                Resource::Adviser(_) => None,
                Resource::Team(skill) => Some(skill.as_str()),
                Resource::Seat | Resource::Loaner => continue,
            };
            let day = self.workshop.calendar.day_index(claim.from).expect("claims lie within the laid-out days");
            if *is_booked {
                *booked.entry((kind, day)).or_default() += u32::from(*count);
            }
        }
        for (claim, count) in used {
            prop_assert!(count <= self.workshop.limit(claim.resource), "{:?} is taken {} times", claim, count);
            prop_assert_eq!(self.occupancy.used(&self.workshop, claim.resource, claim.from), count);
        }
        for ((kind, day), count) in booked {
            let open: u32 = self.workshop.calendar.days[day].open.iter().map(|span| span.len() as u32).sum();
            let places = match kind {
                Some(skill) => u32::from(self.scene.dealer.team(skill).expect("a team").places),
                // Advisers' own hours can only be shorter.
                None => self.scene.dealer.advisers.len() as u32,
            };
            let most = open * places * (100 - self.scene.dealer.booking.walk_in_reserve_percent) / 100;
            prop_assert!(count <= most, "{:?} on day {}: {} of {}", kind, day, count, most);
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn capacity_is_never_exceeded_and_bookings_leave_the_reserve(scene in scene(), acts in vec(act(), 1..60)) {
        let mut story = Story::of(&scene);
        for act in &acts {
            story.act(act);
            story.check()?;
        }
    }

    #[test]
    fn giving_everything_back_leaves_the_empty_room(scene in scene(), acts in vec(act(), 1..60)) {
        let mut story = Story::of(&scene);
        for act in &acts {
            story.act(act);
        }
        while !story.kept.is_empty() {
            story.give_back(story.kept.len() / 2);
        }
        prop_assert_eq!(&story.occupancy, &Occupancy::empty(&story.workshop));
    }

    #[test]
    fn a_room_counted_from_the_store_is_the_room_that_took_the_bookings(scene in scene(), acts in vec(act(), 1..60)) {
        let mut story = Story::of(&scene);
        for act in &acts {
            story.act(act);
        }
        let mut counted = Occupancy::empty(&story.workshop);
        for ((claim, booked), count) in story.counted() {
            counted.count(&story.workshop, claim.resource, claim.from, count, if booked { count } else { 0 });
        }
        prop_assert_eq!(&story.occupancy, &counted);
    }

    #[test]
    fn a_plan_is_in_order_and_claims_open_time_only(scene in scene(), acts in vec(act(), 1..20), asked in wish()) {
        let mut story = Story::of(&scene);
        for act in &acts {
            story.act(act);
        }
        let services = asked.services(&scene.dealer);
        let request = asked.request(&scene.dealer, &services);
        for day in story.workshop.calendar.days.iter().take(3) {
            let mut before = i64::MIN;
            for start in story.workshop.day(&story.occupancy, &request, day.date, scene.now_seconds).starts {
                prop_assert!(before < start.at, "one slot for each start, in order");
                before = start.at;
                prop_assert!(start.at < start.ready && start.ready <= start.ready_estimate);
                // The same answer, whoever asks for this very start and adviser.
                let plan = story.workshop.plan(&story.occupancy, &request, start.at, start.adviser, scene.now_seconds);
                let plan = plan.expect("a shown start can be had");
                prop_assert_eq!((plan.start, plan.ready), (start.at, start.ready));
                prop_assert_eq!(plan.ready_estimate, start.ready_estimate);
                prop_assert_eq!(story.workshop.load(&story.occupancy, &plan), start.load);
                for claim in &plan.claims {
                    prop_assert!(claim.from < claim.to);
                    let resource = story.workshop.resource(claim.resource);
                    if matches!(resource, Resource::Adviser(_) | Resource::Team(_)) {
                        let days = &story.workshop.calendar.days;
                        let open = |at| days.iter().any(|day| day.open.iter().any(|open| open.from <= at && at < open.to));
                        prop_assert!((claim.from..claim.to).all(open));
                    }
                }
            }
        }
    }

    #[test]
    fn alternatives_are_the_nearest_free_starts(scene in scene(), acts in vec(act(), 1..30), asked in wish()) {
        let mut story = Story::of(&scene);
        for act in &acts {
            story.act(act);
        }
        let services = asked.services(&scene.dealer);
        let request = asked.request(&scene.dealer, &services);
        let Some(wanted) = asked.pick(&story.starts) else { return Ok(()) };
        let anyone = bayside_domain::capacity::CapacityRequest { adviser: None, ..request };
        let mut all: Vec<i64> = Vec::new();
        for day in &story.workshop.calendar.days {
            let starts = story.workshop.day(&story.occupancy, &anyone, day.date, scene.now_seconds).starts;
            all.extend(starts.iter().map(|start| (start.at - wanted).abs()));
        }
        all.sort_unstable();
        all.truncate(3);
        let found = story.workshop.alternatives(&story.occupancy, &request, wanted, scene.now_seconds);
        let distances: Vec<i64> = found.iter().map(|start| (start.at - wanted).abs()).collect();
        prop_assert_eq!(distances, all);
    }
}
