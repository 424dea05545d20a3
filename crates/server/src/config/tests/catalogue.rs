//! For which cars a job is, when it falls due, and who is received first.

use super::{SMALL, check, fine, parse};
use bayside_domain::car_criteria::CarCriteria;
use bayside_domain::due::DueRule;

#[test]
fn a_job_is_for_every_car_and_never_due_unless_the_file_says_so() {
    let dealer = parse(SMALL).unwrap();
    assert_eq!((&dealer.services[0].models[..], dealer.services[0].rule), (&[][..], DueRule::default()));
    let text = SMALL
        .replace("minutes = 45", "minutes = 45\nmodels = [\"Lavida\"]\nevery_km = 10_000\nevery_months = 12")
        .replace("country = \"CN\"", "country = \"CN\"\nmodels = [\"Lavida\", \"ID.3\"]");
    let dealer = parse(&text).unwrap();
    let oil = &dealer.services[0];
    assert_eq!(oil.rule, DueRule { every_km: Some(10_000), every_months: Some(12) });
    let is_for = |model: &str| oil.is_for(model, &dealer.models);
    assert!(is_for("Lavida") && !is_for("ID.3"));
    assert!(is_for("Käfer"), "nobody knows what a car is that the dealer does not list");
    assert!(dealer.services[1].is_for("ID.3", &dealer.models));
}

#[test]
fn a_jobs_models_are_the_dealers() {
    check(
        "minutes = 45",
        "minutes = 45\nmodels = [\"Lavida\"]",
        "line 27, column 11: service[0].models[0]: “Lavida” is none of the dealer's “models”",
    );
    check(
        "minutes = 45",
        "minutes = 45\nmodels = []",
        "line 27, column 10: service[0].models: has 0 entries, must have 1 to 200",
    );
    check(
        "minutes = 45",
        "minutes = 45\nmodels = \"Lavida\"",
        "line 27, column 10: service[0].models: must be a list, not a text",
    );
    let listed = SMALL.replace("country = \"CN\"", "country = \"CN\"\nmodels = [\"Lavida\"]");
    let twice = listed.replace("minutes = 45", "minutes = 45\nmodels = [\"Lavida\", \"Lavida\"]");
    let errors = parse(&twice).unwrap_err();
    assert_eq!(errors[0].to_string(), "line 28, column 21: service[0].models[1]: “Lavida” stands here twice");
}

#[test]
fn a_rule_is_within_what_cars_do() {
    fine("minutes = 45", "minutes = 45\nevery_km = 500\nevery_months = 240");
    check(
        "minutes = 45",
        "minutes = 45\nevery_km = 0",
        "line 27, column 12: service[0].every_km: must be between 500 and 500000",
    );
    check(
        "minutes = 45",
        "minutes = 45\nevery_months = 0",
        "line 27, column 16: service[0].every_months: must be between 1 and 240",
    );
}

#[test]
fn a_job_may_be_for_cars_of_some_mileage_and_age_only() {
    assert_eq!(parse(SMALL).unwrap().services[0].car_criteria, CarCriteria::default());
    let text = SMALL.replace("minutes = 45", "minutes = 45\nfrom_km = 40_000\nto_months = 36");
    let criteria = CarCriteria { from_km: Some(40_000), to_months: Some(36), ..CarCriteria::default() };
    assert_eq!(parse(&text).unwrap().services[0].car_criteria, criteria);
    fine("minutes = 45", "minutes = 45\nfrom_km = 1\nto_km = 1\nfrom_months = 1_200\nto_months = 1_200");
    check(
        "minutes = 45",
        "minutes = 45\nfrom_km = 40_000\nto_km = 39_999",
        "line 28, column 9: service[0].to_km: must not be less than “from_km”",
    );
    check(
        "minutes = 45",
        "minutes = 45\nto_months = 12\nfrom_months = 13",
        "line 27, column 13: service[0].to_months: must not be less than “from_months”",
    );
    check(
        "minutes = 45",
        "minutes = 45\nfrom_km = 0",
        "line 27, column 11: service[0].from_km: must be between 1 and 2000000",
    );
}

#[test]
fn who_booked_is_received_at_once_or_within_minutes_or_as_everybody_else() {
    let express = |said: &str| {
        let text = SMALL.replace("[[adviser]]", &format!("[benefit]\n{said}\n[[adviser]]"));
        parse(&text).map(|dealer| dealer.benefit.express_minutes).map_err(|errors| errors[0].to_string())
    };
    assert_eq!(express(""), Ok(None));
    assert_eq!(express("express = false"), Ok(None));
    assert_eq!(express("express = true"), Ok(Some(0)));
    assert_eq!(express("express = 10"), Ok(Some(10)));
    let wrong = "must be true, false, or the minutes within which who booked is received";
    assert_eq!(express("express = \"soon\""), Err(format!("line 15, column 11: benefit.express: {wrong}")));
    assert_eq!(express("express = 0"), Err("line 15, column 11: benefit.express: must be between 1 and 60".to_owned()));
}
