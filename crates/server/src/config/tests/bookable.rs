//! Jobs that nobody could ever book are named before a customer looks for them.

use super::{SMALL, parse};

/// The mistakes of the small file after these changes.
fn said(changes: &[(&str, &str)]) -> Vec<String> {
    let text = changes.iter().fold(SMALL.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "“{old}” must name one place");
        text.replace(old, new)
    });
    parse(&text).expect("what was taken in before is still read");
    super::super::check(&text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn a_job_that_fits_is_fine() {
    assert_eq!(said(&[]), Vec::<String>::new());
    // Three hours are split over two halves of a day, and twenty hours over three days.
    assert_eq!(said(&[("minutes = 40", "minutes = 180")]), Vec::<String>::new());
    assert_eq!(said(&[("minutes = 40", "minutes = 1200")]), Vec::<String>::new());
    // The job is too long for customers who wait, but possible if the car is dropped off.
    assert_eq!(said(&[("minutes = 40", "minutes = 600")]), Vec::<String>::new());
}

#[test]
fn a_job_that_takes_longer_than_there_is_time_is_named() {
    let long = "line 32, column 1: service[1]: can never be booked, even in an empty workshop: it takes longer than the opening hours allow";
    assert_eq!(said(&[("minutes = 40", "minutes = 600\nstays = [\"wait\"]")]), [long]);
    // The workshop is open for two hours on one evening of the week.
    let sunday = ("monday-friday = [\"08:00-12:00\", \"13:00-18:00\"], ", "");
    assert_eq!(said(&[sunday, ("minutes = 40", "minutes = 1200")]), [long]);
}

#[test]
fn the_first_job_can_be_had_by_those_who_wait() {
    let first = "line 23, column 1: service[0]: can never be booked by those who wait, even in an empty workshop: ";
    assert_eq!(
        said(&[("minutes = 45", "minutes = 600")]),
        [format!("{first}it takes longer than the opening hours allow")]
    );
    let seats = said(&[("closure = ", "seats = 0\nclosure = ")]);
    assert_eq!(seats, [format!("{}there is no seat in the lounge", first.replace("line 23", "line 24"))]);
}

#[test]
fn a_job_for_which_there_is_no_adviser_no_loaner_and_no_share_is_named() {
    let job = "line 32, column 1: service[1]: can never be booked, even in an empty workshop: ";
    assert_eq!(said(&[("minutes = 40", "minutes = 40\nstays = [\"loaner\"]")]), [format!("{job}there is no loaner")]);
    let away = ("name = \"李敏\"\n\n[[team]]", "name = \"李敏\"\nhours = { saturday = [\"08:00-12:00\"] }\n\n[[team]]");
    let nobody = said(&[away]);
    assert_eq!(nobody.len(), 2);
    assert!(nobody.iter().all(|line| line.ends_with("no adviser receives during the opening hours")), "{nobody:?}");
    let reserve = ("closure = ", "booking = { walk_in_reserve_percent = 90 }\nclosure = ");
    let share = said(&[reserve, ("minutes = 40", "minutes = 240")]);
    let job = job.replace("line 32", "line 33");
    assert_eq!(
        share,
        [format!("{job}it takes more of the team “maintenance” than the walk-in reserve leaves to bookings")]
    );
}
