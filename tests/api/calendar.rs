//! Calendar files as a calendar that is not ours reads them, and byte by byte as RFC 5545 wants them.

use bayside_api::booking::{Booking, BookingCreated, CancelRequest, RescheduleRequest};
use bayside_api::path;
use bayside_test_support::http::Client;
use bayside_test_support::postbox::{Postbox, Security};
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use ical::IcalParser;
use ical::property::Property;

const DAY: &str = "2026-06-15";

/// What a calendar makes of a file.
struct Entry {
    method: String,
    event: Vec<Property>,
}

impl Entry {
    /// Reads a file that holds one entry.
    fn read(file: &[u8]) -> Self {
        is_well_formed(file);
        let mut calendars: Vec<_> = IcalParser::new(file).collect::<Result<_, _>>().expect("a calendar reads it");
        assert_eq!(calendars.len(), 1);
        let mut calendar = calendars.remove(0);
        assert_eq!(value(&calendar.properties, "VERSION"), "2.0");
        assert!(!value(&calendar.properties, "PRODID").is_empty());
        assert_eq!(calendar.events.len(), 1);
        Self { method: value(&calendar.properties, "METHOD"), event: calendar.events.remove(0).properties }
    }

    /// A property that the entry has once.
    fn value(&self, name: &str) -> String {
        value(&self.event, name)
    }

    fn has(&self, name: &str) -> bool {
        self.event.iter().any(|property| property.name == name)
    }

    /// What a calendar does with it: method, how often it was changed, what it is now.
    fn news(&self) -> (String, u32, String) {
        (self.method.clone(), self.value("SEQUENCE").parse().expect("a number"), self.value("STATUS"))
    }
}

fn value(properties: &[Property], name: &str) -> String {
    let mut found = properties.iter().filter(|property| property.name == name);
    let property = found.next().unwrap_or_else(|| panic!("no {name} in {properties:?}"));
    assert!(found.next().is_none(), "{name} is there twice");
    let value = property.value.clone().unwrap_or_default();
    value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
}

/// Lines end with CRLF and none is longer than 75 octets (RFC 5545, 3.1); no character is cut in two.
fn is_well_formed(file: &[u8]) {
    let text = std::str::from_utf8(file).expect("UTF-8");
    let lines = text.strip_suffix("\r\n").expect("the last line ends as all do").split("\r\n");
    for line in lines {
        assert!(!line.contains(['\r', '\n']), "{line:?}");
        assert!(!line.trim().is_empty() && line.len() <= 75, "{} octets: {line}", line.len());
    }
}

fn download(client: &Client, booked: &BookingCreated, language: &str) -> Vec<u8> {
    let reply = client.get_with(&path::calendar(&booked.manage_token), &[("accept-language", language)]);
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), "text/calendar; charset=utf-8; method=PUBLISH");
    reply.body
}

#[test]
fn a_booking_is_one_entry_from_its_confirmation_to_its_end() {
    for engine in ENGINES {
        let postbox = Postbox::open(Security::Plain);
        let server = Server::with(engine, TUESDAY, |folder| postbox.flags(folder));
        let customer = server.client();
        let slots = ANTING.slots(&customer, DAY, "2026-06-19");
        let booked = ANTING.book(&customer, &slots[3].offer);
        let other = ANTING.book_for("li@example.org", &server.client(), &slots[9].offer);
        // The newest mail of this booking and what is downloaded then.
        let both = |count: usize, booking: &Booking| {
            let mails = postbox.wait_for(count);
            let of_it = mails.iter().rev().find(|mail| mail.text().contains(&booked.reference)).expect("a mail");
            let (named, file) = of_it.calendar_file().expect("a calendar's part");
            let (mailed, downloaded) = (Entry::read(&file), Entry::read(&download(&customer, &booked, "zh-CN")));
            assert_eq!(named, mailed.method, "{engine:?}");
            for entry in [&mailed, &downloaded] {
                let utc = |at: bayside_api::Instant| at.0.to_utc().format("%Y%m%dT%H%M%SZ").to_string();
                assert_eq!(entry.value("DTSTART"), utc(booking.start), "{engine:?}");
                assert_eq!(entry.value("DTEND"), utc(booking.ready_estimate), "{engine:?}");
                let stamp = entry.value("DTSTAMP");
                let stamp = chrono::NaiveDateTime::parse_from_str(&stamp, "%Y%m%dT%H%M%SZ").expect("UTC");
                let now = ANTING.face(&customer).now.0.naive_utc();
                assert!(stamp <= now && now - stamp < chrono::Duration::minutes(5), "{engine:?}: {stamp} at {now}");
            }
            assert!(mailed.has("ORGANIZER") && mailed.has("ATTENDEE"), "{engine:?}");
            assert_eq!(downloaded.value("ORGANIZER"), mailed.value("ORGANIZER"), "{engine:?}");
            assert!(!downloaded.has("ATTENDEE"), "{engine:?}: nobody is asked to answer");
            (mailed, downloaded)
        };
        let news = |method: &str, sequence: u32, status: &str| (method.to_owned(), sequence, status.to_owned());

        let booking: Booking = customer.get(&path::booking(&booked.manage_token)).json(200);
        let (confirmed, kept) = both(2, &booking);
        assert_eq!(confirmed.news(), news("REQUEST", 0, "CONFIRMED"), "{engine:?}");
        assert_eq!(kept.news(), news("PUBLISH", 0, "CONFIRMED"), "{engine:?}");

        let to = ANTING.slots(&customer, "2026-06-18", "2026-06-18").swap_remove(5);
        let body = RescheduleRequest { hold: None, offer: Some(to.offer) };
        let booking: Booking = customer.post(&path::reschedule(&booked.manage_token), &body).json(200);
        let (changed, kept_then) = both(3, &booking);
        assert_eq!(changed.news(), news("REQUEST", 1, "CONFIRMED"), "{engine:?}");
        assert_eq!(kept_then.news(), news("PUBLISH", 1, "CONFIRMED"), "{engine:?}");

        let body = CancelRequest { reason: None };
        let booking: Booking = customer.post(&path::cancel(&booked.manage_token), &body).json(200);
        let (cancelled, kept_last) = both(4, &booking);
        assert_eq!(cancelled.news(), news("CANCEL", 2, "CANCELLED"), "{engine:?}");
        assert_eq!(kept_last.news(), news("PUBLISH", 2, "CANCELLED"), "{engine:?}");

        let id = confirmed.value("UID");
        for entry in [kept, changed, kept_then, cancelled, kept_last] {
            assert_eq!(entry.value("UID"), id, "{engine:?}");
        }
        assert_ne!(Entry::read(&download(&customer, &other, "zh-CN")).value("UID"), id, "{engine:?}");
    }
}

#[test]
fn an_entry_says_in_the_readers_language_what_the_dealer_is_called_and_where_it_is() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let customer = server.client();
    let mut request = ANTING.request("");
    request.services = ["oil", "brake-check", "tyres"].map(str::to_owned).to_vec();
    let day = ANTING.availability(&customer, &request.services.join(","), DAY, DAY).days.remove(0);
    request.offer = Some(day.slots.unwrap_or_default().swap_remove(0).offer);
    let booked: BookingCreated = customer.post(&path::bookings("anting"), &request).json(201);
    for (language, name, jobs, place) in [
        ("zh-CN", "安亭湾汽车", "机油与机滤更换, 制动检查, 轮胎换位与动平衡", "上海市嘉定区安亭镇墨玉南路 1018 号"),
        (
            "en",
            "Anting Bay Motors",
            "Oil and filter change, Brake check, Tyre rotation and balancing",
            "1018 South Moyu Road, Anting, Jiading District, Shanghai",
        ),
        (
            "de",
            "Anting Bay Motors",
            "Öl- und Filterwechsel, Bremsenprüfung, Räder tauschen und auswuchten",
            "South Moyu Road 1018, Anting, Jiading, Schanghai",
        ),
    ] {
        let file = download(&customer, &booked, language);
        assert!(String::from_utf8_lossy(&file).contains("\r\n "), "{language}: a long line is folded");
        let entry = Entry::read(&file);
        assert_eq!(entry.value("SUMMARY"), format!("{name}: {jobs}"));
        assert_eq!(entry.value("LOCATION"), place);
        let said = entry.value("DESCRIPTION");
        assert!(said.starts_with(&booked.reference) && said.ends_with("\n021-5555 0186"), "{said}");
        assert_eq!(entry.value("URL"), booked.manage_url);
    }
}
