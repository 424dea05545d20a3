//! Dealers' public faces.

use crate::app::App;
use crate::demo::LOGINS;
use crate::http::caller::PublicDealer;
use crate::http::extract::Locale;
use crate::http::problem::Rejection;
use crate::wire::OnTheWire;
use axum::Json;
use axum::extract::State;
use bayside_api::{Date, dealer as wire};
use bayside_domain::calendar::Hours;
use bayside_domain::dealer::{self, Lounge};
use bayside_domain::language::LocalText;
use bayside_domain::language::{Asked, Language};
use bayside_workflow::dealers::Dealer;
use chrono::NaiveTime;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get))
}

/// Lists the dealers that this program serves.
#[utoipa::path(get, path = "/dealers", tag = "public", responses((status = 200, body = wire::Dealers)))]
pub async fn list(State(app): State<App>, Locale(locale): Locale) -> Json<wire::Dealers> {
    let all = app.dealers.all();
    let dealers = all
        .iter()
        .map(|dealer| wire::DealerSummary {
            slug: dealer.file.slug.clone(),
            name: dealer.file.name.get(&dealer.file.speaks(locale)).to_owned(),
            locales: dealer.file.locale_tags(),
            zone: dealer.file.zone.clone(),
            offsets: dealer.wire_offsets(app.now()),
            country: dealer.file.country.code().to_owned(),
            address: dealer.file.address.get(&dealer.file.speaks(locale)).to_owned(),
            phone: dealer.file.phone.clone(),
            phone_display: dealer.file.phone_display.clone(),
            opening_hours: opening_hours(&dealer.file),
            closures: closures(&app, dealer),
            now: Some(dealer.wire(app.now())),
        })
        .collect();
    let demo = all.first().filter(|_| app.demo).map(|dealer| wire::Demo {
        logins: LOGINS.iter().map(|login| (*login).to_owned()).collect(),
        now: dealer.wire(app.now()),
    });
    Json(wire::Dealers { dealers, demo })
}

/// One dealer's public face.
#[utoipa::path(get, path = "/dealers/{dealer}", tag = "public",
    params(("dealer" = String, Path, description = "The dealer's slug"), ("locale" = Option<String>, Query, description = "BCP 47 tag of the language that texts are wanted in; another than the dealer's own are answered in its first")),
    responses((status = 200, body = wire::Dealer), (status = 404, body = bayside_api::Problem)))]
pub async fn get(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    Locale(locale): Locale,
) -> Result<Json<wire::Dealer>, Rejection> {
    Ok(Json(public_face(&app, &dealer, locale)))
}

/// An adviser as customers see them.
pub fn adviser(dealer: &Dealer, id: &str, speaks: &[Language]) -> wire::Adviser {
    let text = |text: &LocalText| text.get(speaks).to_owned();
    dealer.file.adviser(id).map_or_else(
        || wire::Adviser { id: id.to_owned(), name: id.to_owned(), note: String::new() },
        |adviser| wire::Adviser { id: adviser.id.clone(), name: text(&adviser.name), note: text(&adviser.note) },
    )
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn opening_hours(file: &dealer::Dealer) -> Vec<wire::OpeningHours> {
    let span = |hours: &Hours| wire::OpeningHours {
        weekday: hours.weekday,
        from: clock(hours.from),
        to: hours.to.map_or_else(|| "24:00".to_owned(), clock),
    };
    file.hours.iter().map(span).collect()
}

/// The closures that are not over yet.
fn closures(app: &App, dealer: &Dealer) -> Vec<wire::ClosedDays> {
    let today = dealer.date(app.now());
    let ahead = dealer.file.closures.iter().filter(|closure| closure.to >= today);
    ahead.map(|closure| wire::ClosedDays { from: Date(closure.from), to: Date(closure.to) }).collect()
}

fn waitlist(app: &App, file: &dealer::Dealer) -> wire::WaitlistPolicy {
    wire::WaitlistPolicy {
        offer_minutes: file.promises.offer_minutes,
        quiet: file.messages.quiet.map(|quiet| wire::QuietHours { from: clock(quiet.from), to: clock(quiet.to) }),
        text_messages: file.messages.sms.is_some(),
        mails: app.senders.mail.is_some(),
    }
}

fn lounge(lounge: &Lounge, speaks: &[Language]) -> wire::LoungeSettings {
    let place = lounge.place.as_ref().map(|place| place.get(speaks).to_owned());
    let announce = lounge.announce.as_ref().map(|announce| wire::Announce {
        place: place.clone(),
        again_minutes: announce.again_minutes,
        quiet: announce
            .quiet
            .iter()
            .map(|(from, to)| wire::QuietHours { from: clock(*from), to: clock(*to) })
            .collect(),
    });
    wire::LoungeSettings { light: lounge.light, place, announce }
}

/// A dealer's public data, in the requested language if the dealer has it.
pub fn public_face(app: &App, dealer: &Dealer, locale: Asked) -> wire::Dealer {
    let file = &dealer.file;
    let speaks = file.speaks(locale);
    let text = |text: &LocalText| text.get(&speaks).to_owned();
    let mut stays: Vec<_> = bayside_domain::codes::Stay::ALL.to_vec();
    stays.retain(|stay| file.services.iter().any(|service| service.stays.contains(stay)));
    wire::Dealer {
        slug: file.slug.clone(),
        name: text(&file.name),
        zone: file.zone.clone(),
        offsets: dealer.wire_offsets(app.now()),
        country: file.country.code().to_owned(),
        locales: file.locale_tags(),
        currency: file.currency.as_str().to_owned(),
        currency_digits: file.currency.digits(),
        address: text(&file.address),
        phone: file.phone.clone(),
        phone_display: file.phone_display.clone(),
        opening_hours: opening_hours(file),
        closures: closures(app, dealer),
        lounge: lounge(&file.lounge, &speaks),
        services: file
            .services
            .iter()
            .map(|service| wire::Service {
                id: service.id.clone(),
                name: text(&service.name),
                description: text(&service.description),
                price_from: file.money(service.price_from),
                minutes: service.minutes,
                stay_minutes: file.stay_minutes(service),
                stays: service.stays.clone(),
                models: service.models.clone(),
                every_km: service.rule.every_km,
                every_months: service.rule.every_months,
                from_km: service.car_criteria.from_km,
                to_km: service.car_criteria.to_km,
                from_months: service.car_criteria.from_months,
                to_months: service.car_criteria.to_months,
            })
            .collect(),
        advisers: file.advisers.iter().map(|known| adviser(dealer, &known.id, &speaks)).collect(),
        models: file.models.clone(),
        booking: wire::BookingPolicy {
            grid_minutes: file.booking.grid_minutes,
            horizon_days: file.booking.horizon_days,
            notice_minutes: file.booking.notice_minutes,
            hold_minutes: file.booking.hold_minutes,
            change_cutoff_minutes: file.booking.change_cutoff_minutes,
            stays,
            express_reception: file.benefit.express_minutes.is_some(),
            express_minutes: file.benefit.express_minutes.filter(|minutes| *minutes > 0),
            waitlist: Some(waitlist(app, file)),
        },
        consent: wire::Consent {
            version: file.consent.version.clone(),
            text: text(&file.consent.text),
            retention_months: file.consent.retention_months,
        },
        theme: file.theme.as_ref().map(|theme| wire::Theme {
            accent: theme.accent.clone(),
            on_accent: theme.on_accent.clone(),
            accent_soft: theme.accent_soft.clone(),
            radius: theme.radius,
        }),
        now: dealer.wire(app.now()),
    }
}
