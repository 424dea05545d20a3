//! One change makes a right file wrong: the message says where and why.

use super::{check, fine};
use bayside_domain::language::Language;

#[test]
fn a_slug_fits_into_a_path_and_clashes_with_none() {
    check("\"corner\"", "\"Corner\"", "line 1, column 8: slug: must be 2 to 40 of a-z, 0-9 and inner hyphens");
    check("\"corner\"", "\"a\"", "line 1, column 8: slug: must be 2 to 40 of a-z, 0-9 and inner hyphens");
    check("\"corner\"", "\"-corner\"", "line 1, column 8: slug: must be 2 to 40 of a-z, 0-9 and inner hyphens");
    for word in ["api", "desk", "assets", "embed", "booking", "visit", "healthz", "readyz", "metrics"] {
        let said = format!("line 1, column 8: slug: “{word}” is reserved: the program uses it in its own paths");
        check("corner", word, &said);
    }
}

#[test]
fn a_field_is_known_present_and_of_its_type() {
    check(
        "address = ",
        "adress = ",
        "line 1, column 1: address: is missing\nline 7, column 1: adress: unknown field; known here: address, adviser, arrival, benefit, booking, callbacks, care_tips, closure, consent, country, credit_code, emergency, hours, loaners, locales, lounge, messages, models, name, next_service, no_show, notices, phone, phone_display, prices, seats, service, slug, staff, team, theme, together, triage, waitlist, warranty, widget, zone",
    );
}

#[test]
fn zone_country_phone_and_currency_obey_their_standards() {
    check(
        "Asia/Shanghai",
        "Asia/Anting",
        "line 3, column 8: zone: “Asia/Anting” is no IANA time zone such as Asia/Shanghai or Europe/Berlin",
    );
    check(
        "country = \"CN\"",
        "country = \"China\"",
        "line 4, column 11: country: must be a country's two capital letters (ISO 3166-1), e.g. CN or DE",
    );
    fine("country = \"CN\"", "country = \"FR\"");
    for phone in ["021-5555 0186", "+86 21 5555", "+0862155550186", "+8621555501861234"] {
        check(
            "+862155550186",
            phone,
            "line 6, column 9: phone: must be E.164: + and 7 to 15 digits without spaces, e.g. +862155550186",
        );
    }
    check("CNY", "RMB", "line 8, column 23: prices.currency: “RMB” is no currency of ISO 4217 such as CNY or EUR");
}

#[test]
fn tax_and_prices_are_plain_and_not_negative() {
    fine("tax_percent = 13", "tax_percent = 100");
    fine("tax_percent = 13", "tax_percent = 8.25");
    check("tax_percent = 13", "tax_percent = 100.01", "line 8, column 44: prices.tax_percent: must be at most 100");
    check("price_from = 480", "price_from = -1", "line 28, column 14: service[0].price_from: must not be negative");
    check(
        "price_from = 480",
        "price_from = 4.805",
        "line 28, column 14: service[0].price_from: must be a plain number with at most 2 digits after the point",
    );
    check(
        "price_from = 480",
        "price_from = \"480\"",
        "line 28, column 14: service[0].price_from: must be a number, not a text",
    );
    check("quantity = 4.5", "quantity = 0", "line 30, column 35: service[0].part[0].quantity: must be more than 0");
}

#[test]
fn hours_are_times_in_order_that_do_not_overlap() {
    for (new, said) in [
        ("08:00", "“08:00” must be two times, e.g. \"08:00-12:00\""),
        ("8:00-12:00", "“8:00” is no time of day, HH:MM"),
        ("08:00-25:00", "“25:00” is no time of day, HH:MM"),
        ("24:00-24:00", "“24:00” is no time of day, HH:MM"),
        ("08:10-12:00", "08:10 must lie on a quarter of an hour"),
        ("12:00-12:00", "12:00 must be before 12:00"),
        ("12:00-08:00", "12:00 must be before 08:00"),
    ] {
        check("08:00-12:00", new, &format!("line 9, column 28: hours.monday-friday[0]: {said}"));
    }
    fine("13:00-18:00", "12:00-18:00");
    check("13:00-18:00", "11:45-18:00", "line 9, column 43: hours.monday-friday[1]: overlaps 08:00-12:00 on monday");
    check(
        "sunday = [\"22:00-24:00\"]",
        "friday = [\"17:30-24:00\"]",
        "line 9, column 43: hours.monday-friday[1]: overlaps 17:30-24:00 on friday",
    );
    check(
        "sunday =",
        "sun =",
        "line 9, column 59: hours.sun: must be a day such as monday, or a span such as monday-friday",
    );
}

#[test]
fn texts_are_there_in_the_dealers_own_language() {
    check(
        "zh-CN = \"机油\", ",
        "",
        "line 25, column 8: service[0].name: is missing in the dealer's first language, zh-CN",
    );
    check(
        "en = \"Oil\"",
        "tlh = \"yIn\"",
        "line 25, column 24: service[0].name.tlh: “tlh” is none of this dealer's languages: zh-CN, en",
    );
    let tags: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
    check(
        "locales = [\"zh-CN\", \"en\"]",
        "locales = []",
        &format!("line 5, column 11: locales: has 0 entries, must have 1 to {}", Language::ALL.len()),
    );
    check(
        "locales = [\"zh-CN\", \"en\"]",
        "locales = [\"zh-CN\", \"en\", \"tlh\"]",
        &format!("line 5, column 27: locales[2]: “tlh” is none of the faces' languages: {}", tags.join(", ")),
    );
    check("\"空调\"", "\"  \"", "line 34, column 8: service[1].name: must not be empty");
    check("空调", &"空".repeat(61), "line 34, column 8: service[1].name: has 61 characters, at most 60 are allowed");
    check("空调", "空\\u0007调", "line 34, column 8: service[1].name: must not contain control characters");
}

#[test]
fn the_catalogue_names_only_what_exists() {
    check(
        "id = \"ac\"",
        "id = \"oil\"",
        "line 33, column 6: service[1].id: “oil” is taken already; each must be unique\nline 40, column 13: together[0].services[0]: “ac” is no service of this dealer",
    );
    check(
        "minutes = 40\nskill = \"maintenance\"",
        "minutes = 40\nskill = \"body\"",
        "line 36, column 9: service[1].skill: no team has the skill “body”",
    );
    check(
        "[\"wait\", \"leave\"]",
        "[\"leave\"]",
        "line 29, column 9: service[0].stays: the first service must allow “wait”",
    );
    check(
        "[\"wait\", \"leave\"]",
        "[\"wait\", \"sleep\"]",
        "line 29, column 18: service[0].stays[1]: “sleep” must be one of wait, leave, loaner",
    );
    check(
        "[\"ac\", \"oil\"]",
        "[\"ac\", \"tyres\"]",
        "line 40, column 19: together[0].services[1]: “tyres” is no service of this dealer",
    );
    check(
        "[\"ac\", \"oil\"]",
        "[\"ac\", \"ac\"]",
        "line 40, column 19: together[0].services[1]: must name two different services",
    );
    check(
        "saves_minutes = 20",
        "saves_minutes = 40",
        "line 41, column 17: together[0].saves_minutes: must be less than the 40 minutes of “ac”",
    );
    check(
        "minutes = 45",
        "minutes = 45.5",
        "line 26, column 11: service[0].minutes: must be a whole number, not a decimal number",
    );
    check(
        "type = \"equivalent\"",
        "type = \"new\"",
        "line 30, column 67: service[0].part[0].type: “new” is none of the origins: original, equivalent, remanufactured, customer-supplied",
    );
}

#[test]
fn people_are_there_and_unique() {
    check(
        "[[adviser]]",
        "[[closed]]",
        "line 1, column 1: adviser: is missing\nline 14, column 3: closed: unknown field; known here: address, adviser, arrival, benefit, booking, callbacks, care_tips, closure, consent, country, credit_code, emergency, hours, loaners, locales, lounge, messages, models, name, next_service, no_show, notices, phone, phone_display, prices, seats, service, slug, staff, team, theme, together, triage, waitlist, warranty, widget, zone",
    );
    check("places = 2", "places = 0", "line 20, column 10: team[0].places: must be between 1 and 50");
    check(
        "role = \"adviser\"",
        "role = \"boss\"",
        "line 46, column 8: staff[0].role: “boss” is none of the roles: gate, reception, adviser, parts, workshop, inspector, cashier, manager",
    );
    check(
        "technicians = [{",
        "technicians = [{ id = \"zhao\", name = \"赵\" }, {",
        "line 21, column 52: team[0].technicians[1].id: “zhao” is taken already; each must be unique",
    );
    check(
        "login = \"adviser\"",
        "login = \"Li Min\"",
        "line 44, column 9: staff[0].login: must be 1 to 40 of a-z, 0-9 and inner hyphens",
    );
}

#[test]
fn rules_of_booking_keep_their_limits() {
    for (rule, said) in [
        ("grid_minutes = 20", "grid_minutes: must be a multiple of 15"),
        ("grid_minutes = 0", "grid_minutes: must be between 15 and 240"),
        ("grid_minutes = 255", "grid_minutes: must be between 15 and 240"),
        ("horizon_days = 59", "horizon_days: must be between 60 and 366"),
        ("horizon_days = 367", "horizon_days: must be between 60 and 366"),
        ("walk_in_reserve_percent = 91", "walk_in_reserve_percent: must be between 0 and 90"),
        ("walk_in_reserve_percent = -1", "walk_in_reserve_percent: must be between 0 and 90"),
        ("hold_minutes = 0", "hold_minutes: must be between 1 and 60"),
    ] {
        let column = "booking = { ".len() + rule.find("= ").unwrap() + 3;
        let new = format!("booking = {{ {rule} }}\nclosure = ");
        check("closure = ", &new, &format!("line 11, column {column}: booking.{said}"));
    }
    for rule in ["grid_minutes = 15", "grid_minutes = 240", "horizon_days = 366", "walk_in_reserve_percent = 90"] {
        fine("closure = ", &format!("booking = {{ {rule} }}\nclosure = "));
    }
}

#[test]
fn a_warranty_is_not_less_than_the_law_asks_for() {
    fine("closure = ", "warranty = { km = 5_000, days = 90 }\nclosure = ");
    check(
        "closure = ",
        "warranty = { km = 1_999 }\nclosure = ",
        "line 11, column 19: warranty.km: must not be less than the statutory 2000",
    );
    check(
        "country = \"CN\"",
        "country = \"DE\"\nwarranty = { km = 5_000, days = 730 }",
        "line 5, column 19: warranty.km: must be 0, no limit: the law counts no distance",
    );
}

#[test]
fn a_closure_has_dates_in_order() {
    check("to = 2027-02-13", "to = 2027-02-05", "line 11, column 38: closure[0].to: must not be before “from”");
    check(
        "from = 2027-02-06",
        "from = \"06.02.2027\"",
        "line 11, column 21: closure[0].from: must be a date, YYYY-MM-DD",
    );
    fine("from = 2027-02-06", "from = \"2027-02-06\"");
}

#[test]
fn an_origin_that_may_not_be_allowed_is_named_with_its_reason() {
    check(
        "\n[[adviser]]",
        "\n[widget]\norigins = [\n  \"https://a.example\",\n  \"http://a.example\",\n  \"https://A.example/\",\n  \"https://*.a.example\",\n]\n[[adviser]]",
        "line 17, column 3: widget.origins[1]: must begin with https://; http:// is for localhost, 127.0.0.1 and [::1] only\n\
         line 18, column 3: widget.origins[2]: “https://a.example” stands here twice\n\
         line 19, column 3: widget.origins[3]: must name one site: * is not allowed",
    );
    check(
        "\n[[adviser]]",
        "\nwidget = { origin = [] }\n[[adviser]]",
        "line 14, column 12: widget.origin: unknown field; known here: origins",
    );
}

#[test]
fn a_theme_that_cannot_be_read_is_refused_with_its_ratio() {
    check(
        "\"#17457f\"",
        "\"#6a9be0\"",
        "line 12, column 20: theme.accent: accent #6a9be0 on accent_soft #e9eff7 (light) has a contrast of 2.46:1, at least 4.5:1 is needed to be read\nline 12, column 20: theme.accent: accent #6a9be0 on paper #fbfaf6 (light) has a contrast of 2.72:1, at least 4.5:1 is needed to be read\nline 12, column 20: theme.accent: accent #6a9be0 on sheet #ffffff (light) has a contrast of 2.84:1, at least 4.5:1 is needed to be read\nline 12, column 56: theme.on_accent: on_accent #ffffff on accent #6a9be0 (light) has a contrast of 2.84:1, at least 4.5:1 is needed to be read",
    );
    check(
        "\"#17457f\"",
        "\"blue\"",
        "line 12, column 21: theme.accent[0]: “blue” must be a colour of the form #rrggbb",
    );
    check(
        "\"#0c1c31\"",
        "\"#ffffff\"",
        "line 12, column 56: theme.on_accent: on_accent #ffffff on accent #96bff4 (dark) has a contrast of 1.89:1, at least 4.5:1 is needed to be read",
    );
}
