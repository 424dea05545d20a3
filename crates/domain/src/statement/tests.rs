use super::*;
use crate::codes::{LineKind, PartType, Payer};
use crate::dealer::Prices;
use crate::document::Line;
use crate::limits::{AMOUNT_MAX, LINES_MAX, QUANTITY_THOUSANDTHS_MAX};
use crate::money;
use proptest::prelude::*;

fn line(id: &str, kind: LineKind, quantity_thousandths: i64, unit_price_amount: i64) -> Line {
    Line {
        id: id.to_owned(),
        job: Some("service".to_owned()),
        kind,
        name: "机油".to_owned(),
        code: None,
        brand: None,
        part_type: (kind == LineKind::Material).then_some(PartType::Original),
        quantity_thousandths,
        unit_price_amount,
        tax_bp: 1_300,
        payer: Payer::Customer,
        reduces: None,
    }
}

fn discount(id: &str, reduces: &str, amount: i64) -> Line {
    Line { reduces: Some(reduces.to_owned()), ..line(id, LineKind::Discount, 1_000, amount) }
}

/// The pointers and codes of all errors.
fn wrong(inputs: Vec<Line>) -> Vec<(String, &'static str)> {
    let errors = Lines::parse(inputs).err().unwrap_or_default();
    errors.iter().map(|error| (error.pointer(), error.code())).collect()
}

fn one(change: impl FnOnce(&mut Line)) -> Vec<(String, &'static str)> {
    let mut input = line("a", LineKind::Material, 1_000, 100);
    change(&mut input);
    wrong(vec![input])
}

#[test]
fn a_line_says_all_that_is_wrong_with_it_at_once() {
    let errors = one(|line| {
        line.name = "  ".to_owned();
        line.quantity_thousandths = 0;
        line.unit_price_amount = -1;
        line.tax_bp = 10_001;
    });
    let expected = [
        ("/0/name", "required"),
        ("/0/quantity_thousandths", "not-positive"),
        ("/0/unit_price_amount", "negative"),
        ("/0/tax_bp", "too-large"),
    ];
    assert_eq!(errors, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
}

#[test]
fn texts_and_amounts_are_bounded() {
    let at = |field: &str, code| vec![(format!("/0/{field}"), code)];
    assert_eq!(one(|line| line.id.clear()), at("id", "required"));
    assert_eq!(one(|line| line.name = "机".repeat(121)), at("name", "too-long"));
    assert_eq!(one(|line| line.name = "机\u{7}".to_owned()), at("name", "text-format"));
    assert_eq!(one(|line| line.code = Some("x".repeat(61))), at("code", "too-long"));
    assert_eq!(one(|line| line.unit_price_amount = i64::MIN), at("unit_price_amount", "negative"));
    assert_eq!(one(|line| line.unit_price_amount = i64::MAX), at("unit_price_amount", "too-large"));
    assert_eq!(one(|line| line.quantity_thousandths = i64::MAX), at("quantity_thousandths", "too-large"));
    let product =
        one(|line| (line.quantity_thousandths, line.unit_price_amount) = (QUANTITY_THOUSANDTHS_MAX, AMOUNT_MAX));
    assert_eq!(product, at("unit_price_amount", "too-large"));
}

#[test]
fn texts_are_trimmed_and_empty_ones_are_none() {
    let mut input = line(" a ", LineKind::Material, 1_000, 100);
    input.brand = Some("  ".to_owned());
    input.code = Some(" G 052 ".to_owned());
    let lines = Lines::parse(vec![input]).expect("a line");
    let fields = lines.iter().map(|(line, _)| line.clone()).next().expect("the same line");
    assert_eq!((fields.id.as_str(), fields.brand, fields.code.as_deref()), ("a", None, Some("G 052")));
}

#[test]
fn a_field_of_another_kind_is_refused() {
    let mut labour = line("a", LineKind::Labour, 1_000, 100);
    labour.brand = Some("大众".to_owned());
    labour.part_type = Some(PartType::Original);
    labour.reduces = Some("b".to_owned());
    let fields = ["brand", "part_type", "reduces"];
    assert_eq!(wrong(vec![labour]), fields.map(|field| (format!("/0/{field}"), "not-for-kind")));
}

#[test]
fn a_discount_is_negative_and_names_a_line_it_can_reduce() {
    let base = || line("a", LineKind::Labour, 1_000, 8_000);
    let reduced = |change: fn(&mut Line)| {
        let mut off = discount("d", "a", -8_000);
        change(&mut off);
        wrong(vec![base(), off])
    };
    let at = |field: &str, code| vec![(format!("/1/{field}"), code)];
    assert_eq!(reduced(|_| ()), vec![]);
    assert_eq!(reduced(|off| off.unit_price_amount = 1), at("unit_price_amount", "not-negative"));
    assert_eq!(reduced(|off| off.quantity_thousandths = 2_000), at("quantity_thousandths", "discount-quantity"));
    assert_eq!(reduced(|off| off.reduces = None), at("reduces", "required"));
    assert_eq!(reduced(|off| off.reduces = Some("x".to_owned())), at("reduces", "reduces-unknown"));
    assert_eq!(reduced(|off| off.reduces = Some("d".to_owned())), at("reduces", "reduces-unknown"));
    assert_eq!(reduced(|off| off.payer = Payer::Warranty), at("reduces", "reduces-payer"));
    assert_eq!(reduced(|off| off.tax_bp = 600), at("reduces", "reduces-tax"));
    assert_eq!(reduced(|off| off.unit_price_amount = -8_001), at("reduces", "reduces-too-much"));
    assert_eq!(
        wrong(vec![discount("d", "a", -5_000), base(), discount("e", "a", -5_000)]),
        vec![("/2/reduces".to_owned(), "reduces-too-much")]
    );
}

#[test]
fn a_list_is_bounded_and_has_no_id_twice() {
    let base = || line("a", LineKind::Labour, 1_000, 8_000);
    assert_eq!(wrong(vec![base(), base()]), vec![("/1/id".to_owned(), "duplicate")]);
    assert_eq!(wrong(vec![base(); LINES_MAX + 1]), vec![("/200/id".to_owned(), "too-many")]);
}

#[test]
fn a_job_counts_the_discounts_of_its_lines() {
    let mut off = discount("d", "a", -1_000);
    off.job = None;
    let mut other = line("b", LineKind::Labour, 1_000, 500);
    other.job = Some("brakes".to_owned());
    let mut warranty = line("w", LineKind::Labour, 1_000, 700);
    warranty.payer = Payer::Warranty;
    let lines = Lines::parse(vec![line("a", LineKind::Labour, 1_500, 8_000), off, other, warranty]).expect("lines");
    assert_eq!(lines.of_job("service", Payer::Customer), 11_000);
    assert_eq!(lines.of_job("service", Payer::Warranty), 700);
    assert_eq!(lines.of_job("brakes", Payer::Customer), 500);
}

#[test]
fn gross_prices_contain_the_tax_and_net_prices_do_not() {
    let mut low = line("b", LineKind::Other, 1_000, 5_000);
    low.tax_bp = 0;
    let lines = Lines::parse(vec![line("a", LineKind::Labour, 1_000, 11_300), low]).expect("lines");
    let customer = |prices| Totals::of(&lines, prices).payer(Payer::Customer).cloned();
    let tax = |amount, included| vec![Tax { rate_bp: 1_300, amount, included }];
    let payer = Payer::Customer;
    let gross = PayerTotal { payer, lines: 16_300, taxes: tax(1_300, true), total: 16_300 };
    let net = PayerTotal { payer, lines: 16_300, taxes: tax(1_469, false), total: 17_769 };
    assert_eq!(customer(Prices::Gross), Some(gross));
    assert_eq!(customer(Prices::Net), Some(net));
    assert_eq!(Totals::of(&lines, Prices::Net).customer(), 17_769);
    assert_eq!(Totals::of(&Lines::default(), Prices::Net).customer(), 0);
}

fn extra(amount: i64) -> ApprovedExtra<i64> {
    ApprovedExtra { title: "刹车片".to_owned(), reason: "3 mm".to_owned(), amount, at: 60 }
}

fn difference(amount: i64) -> Difference<i64> {
    Difference { title: "机油".to_owned(), reason: "少用".to_owned(), amount, by: "王磊".to_owned(), at: 90 }
}

#[test]
fn a_bridge_leads_from_the_estimate_to_the_charge() {
    let steps = bridge(10_000, &[extra(3_000)], 12_500, &[difference(-500)]).expect("a bridge");
    let shape: Vec<(BridgeKind, i64, Option<i64>)> =
        steps.iter().map(|step| (step.kind, step.amount, step.at)).collect();
    let expected = [
        (BridgeKind::Estimate, 10_000, None),
        (BridgeKind::ExtraWork, 3_000, Some(60)),
        (BridgeKind::Authorised, 13_000, None),
        (BridgeKind::Difference, -500, Some(90)),
        (BridgeKind::Charged, 12_500, None),
    ];
    assert_eq!(shape, expected);
    assert_eq!(steps[3].by, "王磊");
}

#[test]
fn a_charge_that_cannot_be_explained_is_refused() {
    let error = |charged, differences: &[Difference<i64>]| {
        bridge(10_000, &[extra(3_000)], charged, differences).err().map(|error| (error.code(), error.pointer()))
    };
    let at = |code, pointer: &str| Some((code, pointer.to_owned()));
    assert_eq!(error(13_001, &[difference(1)]), at("charge-exceeds-authorised", "/lines"));
    assert_eq!(error(12_500, &[]), at("differences-sum", "/differences"));
    assert_eq!(error(12_500, &[difference(-499)]), at("differences-sum", "/differences"));
    let silent = Difference { reason: " ".to_owned(), ..difference(-500) };
    assert_eq!(error(12_500, &[silent]), at("required", "/differences/0/reason"));
    let nameless = Difference { title: String::new(), ..difference(-250) };
    assert_eq!(error(12_500, &[difference(-250), nameless]), at("required", "/differences/1/title"));
    assert_eq!(error(12_500, &[difference(i64::MIN)]), at("too-large", "/lines"));
    assert_eq!(bridge::<i64>(i64::MAX, &[], 0, &[]), Err(BridgeError::TooLarge));
}

/// A strategy for valid lists: lines, each with at most one discount that is smaller than the line.
fn lists() -> impl Strategy<Value = Vec<Line>> {
    let charged = (
        proptest::sample::select(vec![LineKind::Labour, LineKind::Material, LineKind::Other]),
        1_i64..50_000,
        0_i64..5_000_000,
        proptest::sample::select(vec![0_u32, 600, 700, 1_300, 1_900]),
        proptest::sample::select(Payer::ALL),
        proptest::option::of(1_i64..100),
    );
    proptest::collection::vec(charged, 0..20).prop_map(|drawn| {
        let mut inputs = Vec::new();
        for (at, (kind, quantity, price, tax_bp, payer, percent_off)) in drawn.into_iter().enumerate() {
            let input = Line { tax_bp, payer, ..line(&format!("l{at}"), kind, quantity, price) };
            let off = percent_off.map_or(0, |percent| money::line_amount(quantity, price).unwrap_or(0) * percent / 100);
            if off > 0 {
                inputs.push(Line { tax_bp, payer, ..discount(&format!("d{at}"), &input.id, -off) });
            }
            inputs.push(input);
        }
        inputs
    })
}

proptest! {
    #[test]
    fn the_lines_of_each_payer_sum_to_their_total(inputs in lists(), gross in any::<bool>()) {
        let lines = Lines::parse(inputs).expect("lines");
        let totals = Totals::of(&lines, if gross { Prices::Gross } else { Prices::Net });
        for payer in Payer::ALL {
            let own: Vec<i64> =
                lines.iter().filter(|(line, _)| line.payer == *payer).map(|(_, amount)| amount).collect();
            let sum: i64 = own.iter().sum();
            let Some(total) = totals.payer(*payer) else {
                prop_assert!(own.is_empty());
                continue;
            };
            let taxes: i64 = total.taxes.iter().map(|tax| tax.amount).sum();
            prop_assert_eq!(total.lines, sum);
            prop_assert_eq!(total.total, if gross { sum } else { sum + taxes });
            prop_assert!(total.total >= 0 && taxes >= 0 && taxes <= total.total);
        }
        let all: i64 = lines.iter().map(|(_, amount)| amount).sum();
        prop_assert_eq!(totals.as_slice().iter().map(|total| total.lines).sum::<i64>(), all);
    }

    #[test]
    fn tax_is_rounded_once_per_payer_and_rate(inputs in lists(), gross in any::<bool>()) {
        let lines = Lines::parse(inputs).expect("lines");
        for total in Totals::of(&lines, if gross { Prices::Gross } else { Prices::Net }).as_slice() {
            for tax in &total.taxes {
                let own = lines.iter().filter(|(line, _)| line.payer == total.payer && line.tax_bp == tax.rate_bp);
                let sum: i64 = own.map(|(_, amount)| amount).sum();
                let below = if gross { 10_000 + i64::from(tax.rate_bp) } else { 10_000 };
                // Within half a minor unit of the exact tax; exact halves are rounded up.
                prop_assert!((-below..below).contains(&(2 * (sum * i64::from(tax.rate_bp) - tax.amount * below))));
            }
        }
    }

    #[test]
    fn the_order_of_lines_does_not_change_a_total(inputs in lists()) {
        let mut turned = inputs.clone();
        turned.reverse();
        let totals = |inputs| Totals::of(&Lines::parse(inputs).expect("lines"), Prices::Net);
        prop_assert_eq!(totals(inputs), totals(turned));
    }

    #[test]
    fn jobs_of_a_payer_sum_to_the_lines(inputs in lists()) {
        let lines = Lines::parse(inputs).expect("lines");
        let own = lines.iter().filter(|(line, _)| line.payer == Payer::Customer);
        let sum: i64 = own.map(|(_, amount)| amount).sum();
        prop_assert_eq!(lines.of_job("service", Payer::Customer), sum);
    }

    #[test]
    fn changes_between_two_totals_of_a_bridge_sum_to_their_difference(
        estimate in 0_i64..10_000_000,
        extras in proptest::collection::vec(0_i64..1_000_000, 0..5),
        cuts in proptest::collection::vec(-1_000_i64..=0, 0..5),
    ) {
        let extras: Vec<_> = extras.into_iter().map(extra).collect();
        let authorised = authorised(estimate, &extras).expect("in range");
        let charged = authorised + cuts.iter().sum::<i64>();
        let differences: Vec<_> = cuts.into_iter().map(difference).collect();
        let steps = bridge(estimate, &extras, charged, &differences).expect("a bridge");
        let mut level = None;
        for step in &steps {
            match step.kind {
                BridgeKind::ExtraWork | BridgeKind::Difference => level = level.map(|level: i64| level + step.amount),
                _ => {
                    prop_assert!(level.is_none_or(|level| level == step.amount));
                    level = Some(step.amount);
                }
            }
        }
        prop_assert_eq!(level, Some(charged));
    }

    #[test]
    fn a_bridge_never_charges_more_than_authorised(
        estimate in 0_i64..1_000_000, more in 0_i64..1_000_000, charged in 0_i64..3_000_000,
    ) {
        let off = charged - estimate - more;
        let steps = bridge(estimate, &[extra(more)], charged, &[difference(off)]);
        prop_assert_eq!(steps.is_ok(), charged <= estimate + more);
    }

    #[test]
    fn no_list_however_wild_breaks_the_parser(
        quantity in any::<i64>(), price in any::<i64>(), tax_bp in any::<u32>(),
        kind in proptest::sample::select(LineKind::ALL), name in ".{0,130}",
    ) {
        let mut input = line("a", kind, quantity, price);
        (input.tax_bp, input.name, input.reduces) = (tax_bp, name, Some("a".to_owned()));
        if let Ok(lines) = Lines::parse(vec![input]) {
            prop_assert!(Totals::of(&lines, Prices::Net).customer() >= 0);
        }
    }
}
