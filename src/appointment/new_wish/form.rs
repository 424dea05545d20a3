//! The form of a wish for a time that is not free. Pure: its values, their validation, and the request.

use crate::appointment::window::{DayFault, Edge, PartOfDay, Window};
use crate::booking::state::{Draft, Field, FieldFault, Step, country_of};
use bayside_api::Date;
use bayside_api::codes::{PlateKind, Stay};
use bayside_api::dealer::Dealer;
use bayside_api::person::{ConsentGiven, Customer};
use bayside_api::problem::FieldError;
use bayside_api::waitlist::WaitlistRequest;
use bayside_domain::country::Country;
use serde::{Deserialize, Serialize};

/// What is typed; survives reloads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWish {
    /// Jobs, car and customer.
    pub draft: Draft,
    /// Days and hours.
    pub window: Window,
    /// Where to write besides; may be empty.
    #[serde(default)]
    pub email: String,
    /// The idempotency key: a repeated request makes no second wish.
    #[serde(default)]
    pub key: String,
}

/// A field with an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormError {
    /// A day.
    Day(Edge, DayFault),
    /// The e-mail address, which the server did not take.
    Email,
    /// Anything else that was typed or chosen.
    Given(Field, FieldFault),
}

impl FormError {
    /// The id of its control.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Day(Edge::From, _) => "from",
            Self::Day(Edge::To, _) => "to",
            Self::Email => "email",
            Self::Given(field, _) => field.id(),
        }
    }
}

/// What validation and request need to know of the dealer and the page.
#[derive(Debug, Clone, PartialEq)]
pub struct WishTerms {
    /// The country whose rules for plates and phone numbers apply.
    pub country: Country,
    /// The dealer's date.
    pub today: Date,
    /// How many days ahead can be booked.
    pub horizon_days: u32,
    /// The version of the consent text.
    pub consent_version: String,
    /// BCP 47.
    pub locale: String,
    /// The parts of the day in which the dealer is open.
    pub open: Vec<PartOfDay>,
}

impl NewWish {
    /// An empty form of a dealer.
    pub fn new(dealer: &Dealer, key: String) -> Self {
        let draft = Draft::for_country(country_of(dealer));
        let window = Window::usual(dealer.now.date(), dealer.booking.horizon_days);
        Self { draft, window, email: String::new(), key }
    }

    /// Takes over values from another page's link, which replace those in the form.
    pub fn take(&mut self, dealer: &Dealer, handed: impl Fn(&str) -> Option<String>) {
        let draft = &mut self.draft;
        if let Some(ids) = handed("services") {
            let named = |id: &str| ids.split(',').any(|one| one == id);
            let ids = dealer.services.iter().map(|job| &job.id).filter(|id| named(id));
            draft.services = ids.cloned().collect();
        }
        if let Some(stay) = handed("stay").and_then(|word| Stay::from_word(&word)) {
            draft.stay = stay;
        }
        if let Some(id) = handed("adviser") {
            draft.adviser = dealer.advisers.iter().find(|adviser| adviser.id == id).map(|adviser| adviser.id.clone());
        }
        if let Some(kind) = handed("plate_kind").and_then(|word| PlateKind::from_word(&word)) {
            draft.plate_kind = kind;
        }
        if let Some(plate) = handed("plate") {
            draft.put_plate(&plate);
        }
        for (name, field) in [("model", &mut draft.model), ("km", &mut draft.mileage), ("concern", &mut draft.concern)]
        {
            if let Some(text) = handed(name) {
                *field = text;
            }
        }
    }

    /// The ways of staying that the dealer offers and every chosen job allows.
    pub fn stays(&self, dealer: &Dealer) -> Vec<Stay> {
        let chosen = |job: &&bayside_api::dealer::Service| self.draft.services.contains(&job.id);
        let fits = |stay: &Stay| dealer.services.iter().filter(chosen).all(|job| job.stays.contains(stay));
        dealer.booking.stays.iter().copied().filter(fits).collect()
    }

    /// A job is wanted or not; they stand in the catalogue's order.
    pub fn choose(&mut self, dealer: &Dealer, id: &str, on: bool) {
        let chosen = |job: &str| if job == id { on } else { self.draft.services.iter().any(|one| one == job) };
        self.draft.services = dealer.services.iter().map(|job| job.id.clone()).filter(|job| chosen(job)).collect();
        self.settle(dealer);
    }

    /// If the way of staying does not fit the jobs any more, switches to the first that does.
    pub fn settle(&mut self, dealer: &Dealer) {
        let ways = self.stays(dealer);
        if let Some(first) = ways.first().filter(|_| !ways.contains(&self.draft.stay)) {
            self.draft.stay = *first;
        }
    }

    /// What is wrong, in the order of the page.
    pub fn errors(&self, terms: &WishTerms) -> Vec<FormError> {
        let given = |step| {
            let faults = self.draft.faults(step, terms.country);
            faults.into_iter().map(|(field, fault)| FormError::Given(field, fault))
        };
        let days = self.window.faults(terms.today, terms.horizon_days);
        let days = days.into_iter().map(|(edge, fault)| FormError::Day(edge, fault));
        given(Step::Need).chain(days).chain(given(Step::Car)).chain(given(Step::You)).collect()
    }

    /// What the server found, in the order of the page.
    pub fn refused(&self, errors: &[FieldError]) -> Vec<FormError> {
        let mut found = Vec::new();
        for error in errors {
            let day = Window::refused(&error.pointer, &error.code).map(|(edge, fault)| FormError::Day(edge, fault));
            let given = || {
                Field::at(&error.pointer).map(|field| FormError::Given(field, self.draft.refused(field, &error.code)))
            };
            let email = (error.pointer == "/customer/email").then_some(FormError::Email);
            let error = day.or(email).or_else(given);
            found.extend(
                error.filter(|error: &FormError| !found.iter().any(|known: &FormError| known.id() == error.id())),
            );
        }
        found
    }

    /// The request, if no field is wrong.
    pub fn request(&self, terms: &WishTerms) -> Option<WaitlistRequest> {
        let (from, to) = self.window.dates()?;
        let draft = &self.draft;
        let concern = draft.concern.trim();
        let email = Some(self.email.trim().to_owned()).filter(|email| !email.is_empty());
        Some(WaitlistRequest {
            services: draft.services.clone(),
            stay: Some(draft.stay),
            from: from.max(terms.today),
            to,
            hours: self.window.hours(&terms.open),
            adviser: draft.adviser.clone(),
            manage_token: None,
            concern: (!concern.is_empty()).then(|| concern.to_owned()),
            customer: Some(Customer { email, ..draft.customer(&terms.locale) }),
            vehicle: Some(draft.vehicle()?),
            consent: Some(ConsentGiven {
                version: terms.consent_version.clone(),
                marketing: false,
                display_name: false,
            }),
            website: draft.website(),
            filled_seconds: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::dealer::{Adviser, BookingPolicy, Consent, Service};
    use bayside_api::{Currency, Instant, Money};

    fn service(id: &str, stays: &[Stay]) -> Service {
        let price_from = Money::new(48_000, Currency::parse("CNY").expect("a currency"));
        let json = serde_json::json!({
            "id": id, "name": id, "description": "", "price_from": price_from, "minutes": 60, "stays": stays,
        });
        serde_json::from_value(json).expect("a service")
    }

    fn dealer() -> Dealer {
        let booking = serde_json::json!({
            "grid_minutes": 30, "horizon_days": 60, "notice_minutes": 60, "hold_minutes": 5,
            "change_cutoff_minutes": 60, "stays": [Stay::Wait, Stay::DropOff],
        });
        Dealer {
            slug: "anting".into(),
            name: "安亭湾汽车".into(),
            zone: "Asia/Shanghai".into(),
            offsets: Vec::new(),
            country: "CN".into(),
            locales: vec!["zh-CN".into()],
            currency: "CNY".into(),
            currency_digits: 2,
            address: String::new(),
            phone: String::new(),
            phone_display: String::new(),
            opening_hours: Vec::new(),
            closures: Vec::new(),
            lounge: bayside_api::dealer::LoungeSettings::default(),
            services: vec![service("oil", &[Stay::Wait, Stay::DropOff]), service("body", &[Stay::DropOff])],
            advisers: vec![Adviser { id: "li-min".into(), name: "李敏".into(), note: String::new() }],
            models: Vec::new(),
            booking: serde_json::from_value::<BookingPolicy>(booking).expect("a policy"),
            consent: Consent { version: "2026-11".into(), text: String::new(), retention_months: 24 },
            theme: None,
            now: Instant::parse("2026-06-09T09:00:00+08:00").expect("an instant"),
        }
    }

    fn terms() -> WishTerms {
        WishTerms {
            country: Country::Cn,
            today: Date::parse("2026-06-09").expect("a date"),
            horizon_days: 60,
            consent_version: "2026-11".into(),
            locale: "zh-CN".into(),
            open: PartOfDay::ALL.to_vec(),
        }
    }

    fn handed(name: &str) -> Option<String> {
        let value = match name {
            "services" => "body,oil,wings",
            "stay" => "wait",
            "adviser" => "li-min",
            "plate" => "京A12345",
            "model" => "朗逸",
            "km" => "58200",
            "concern" => "异响",
            _ => return None,
        };
        Some(value.to_owned())
    }

    #[test]
    fn what_the_booking_form_hands_on_need_not_be_typed_again() {
        let mut form = NewWish::new(&dealer(), "key-1".to_owned());
        form.take(&dealer(), handed);
        form.settle(&dealer());
        let draft = &form.draft;
        assert_eq!(draft.services, ["oil", "body"], "in the order of the catalogue, and only what there is");
        assert_eq!((draft.province.as_str(), draft.plate.as_str()), ("京", "A12345"));
        assert_eq!(
            (draft.stay, draft.adviser.as_deref()),
            (Stay::DropOff, Some("li-min")),
            "nobody waits for body work"
        );
        assert_eq!(
            form.errors(&terms()).iter().map(|error| error.id()).collect::<Vec<_>>(),
            ["name", "phone", "consent"]
        );
    }

    #[test]
    fn a_whole_form_becomes_a_wish_and_an_empty_one_is_told_where() {
        let mut form = NewWish::new(&dealer(), "key-1".to_owned());
        let ids: Vec<_> = form.errors(&terms()).iter().map(|error| error.id()).collect();
        assert_eq!(ids, ["services", "plate", "model", "km", "name", "phone", "consent"]);
        form.take(&dealer(), handed);
        form.window.choose(Some(PartOfDay::Noon), true);
        let draft = &mut form.draft;
        (draft.name, draft.phone, draft.consent) = (" 王小明 ".into(), "13812345678".into(), true);
        assert_eq!(form.errors(&terms()), []);
        let wish = form.request(&terms()).expect("nothing is wrong");
        let sent = serde_json::to_value(&wish).expect("a wish is JSON");
        assert_eq!((&sent["from"], &sent["to"]), (&"2026-06-09".into(), &"2026-06-23".into()));
        assert_eq!(sent["hours"], serde_json::json!([{ "from": "11:00", "to": "14:00" }]));
        assert_eq!((&sent["vehicle"]["plate"], &sent["customer"]["name"]), (&"京A12345".into(), &"王小明".into()));
        assert!(sent["customer"].get("email").is_none(), "who gives none is asked for none");
        form.email = " wang@example.com ".into();
        let sent = serde_json::to_value(form.request(&terms())).expect("a wish is JSON");
        assert_eq!(sent["customer"]["email"], "wang@example.com");
        assert!(sent.get("manage_token").is_none() && sent.get("website").is_none());
    }

    #[test]
    fn what_the_server_refuses_is_said_at_its_field_once() {
        let form = NewWish::new(&dealer(), "key-1".to_owned());
        let error = |pointer: &str, code: &str| FieldError { pointer: pointer.into(), code: code.into() };
        let errors = [
            error("/to", "too-far"),
            error("/services/0", "unknown-service"),
            error("/services/1", "duplicate"),
            error("/customer/email", "email-format"),
            error("/x", "y"),
        ];
        let errors = form.refused(&errors);
        assert_eq!(
            errors,
            [
                FormError::Day(Edge::To, DayFault::TooFar),
                FormError::Given(Field::Services, FieldFault::Refused),
                FormError::Email
            ]
        );
    }
}
