//! Integer minor units with their currency (ISO 4217); never floats (docs/rules.md, "Money").

use crate::language::Language;
use serde::{Deserialize, Serialize, Serializer};

/// An amount in minor units with its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// The amount in minor units of the currency (分, cent); negative for a reduction.
    pub amount: i64,
    /// The currency: three capital letters (ISO 4217), e.g. `CNY`.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "CNY"))]
    pub currency: Currency,
}

impl Money {
    /// An amount in minor units of a currency.
    pub const fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// The amount with all decimals of its currency and a language's separators, without the currency: `−1,234.50`.
    pub fn written(self, language: Language) -> String {
        let sign = if self.amount < 0 { "−" } else { "" };
        let digits = self.currency.digits();
        let unit = 10_u64.pow(digits);
        let amount = self.amount.unsigned_abs();
        let whole = grouped(amount / unit, language);
        if digits == 0 {
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole}{}{:0width$}", language.decimal_point(), amount % unit, width = digits as usize)
    }
}

/// A whole number with a language's separators.
pub fn grouped(value: u64, language: Language) -> String {
    let plain = value.to_string();
    let mut text = String::new();
    for (index, digit) in plain.chars().enumerate() {
        if index > 0 && (plain.len() - index).is_multiple_of(3) {
            text.push(language.thousands_separator());
        }
        text.push(digit);
    }
    text
}

/// An ISO 4217 code: three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Currency([u8; 3]);

/// The code of ISO 4217 for no currency at all.
impl Default for Currency {
    fn default() -> Self {
        Self([b'X'; 3])
    }
}

impl Currency {
    /// The code, if it is three capital letters.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 3] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("capital ASCII letters are UTF-8")
    }
}

impl TryFrom<String> for Currency {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a currency is three capital letters (ISO 4217)")
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// ISO 4217 currencies without decimals.
const NO_DIGITS: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
/// ISO 4217 currencies with two decimals.
const TWO_DIGITS: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD \
    CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG \
    HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK \
    MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS \
    SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
/// ISO 4217 currencies with three decimals.
const THREE_DIGITS: &str = "BHD IQD JOD KWD LYD OMR TND";

impl Currency {
    /// Whether ISO 4217 lists it as a currency that people pay with.
    pub fn is_listed(self) -> bool {
        [NO_DIGITS, TWO_DIGITS, THREE_DIGITS].iter().any(|codes| self.is_in(codes))
    }

    /// The number of decimals of its minor unit (ISO 4217); two if it is not listed.
    pub fn digits(self) -> u32 {
        if self.is_in(NO_DIGITS) {
            0
        } else if self.is_in(THREE_DIGITS) {
            3
        } else {
            2
        }
    }

    fn is_in(self, codes: &str) -> bool {
        codes.split(' ').any(|code| code.as_bytes() == self.0)
    }
}

/// Why an amount cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MoneyError {
    /// It does not fit into 64 bits.
    Overflow,
    /// Two currencies cannot be added.
    Currency,
    /// All weights of a split are zero.
    Weights,
}

impl MoneyError {
    /// The stable error code, as it is sent over the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overflow => "amount-range",
            Self::Currency => "currency-mismatch",
            Self::Weights => "split-weights",
        }
    }
}

impl Money {
    /// The sum, if both are of one currency.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference, if both are of one currency.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    fn combine(self, other: Self, with: fn(i64, i64) -> Option<i64>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currency);
        }
        Ok(Self { amount: with(self.amount, other.amount).ok_or(MoneyError::Overflow)?, ..self })
    }
}

/// The sum of amounts in minor units.
pub fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64, MoneyError> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add).ok_or(MoneyError::Overflow)
}

/// What a line costs: quantity in thousandths times the unit price in minor units, rounded half up,
/// once.
pub fn line_amount(quantity_thousandths: i64, unit_price: i64) -> Result<i64, MoneyError> {
    round_half_up(i128::from(quantity_thousandths) * i128::from(unit_price), 1_000)
}

/// The tax that a gross sum contains: G·r / (10000 + r), half up. Rates are basis points.
pub fn included_tax(gross: i64, rate_bp: u32) -> Result<i64, MoneyError> {
    round_half_up(i128::from(gross) * i128::from(rate_bp), 10_000 + i128::from(rate_bp))
}

/// The tax that comes on top of a net sum: N·r / 10000, half up. Rates are basis points.
pub fn added_tax(net: i64, rate_bp: u32) -> Result<i64, MoneyError> {
    round_half_up(i128::from(net) * i128::from(rate_bp), 10_000)
}

/// Shares of a total in proportion to their weights (percent, basis points or any other), by largest
/// remainder: each share is rounded down, and what is left goes one unit each to the shares that lost
/// most, earlier ones first. The shares sum to the total exactly; those of a negative total mirror
/// those of the positive one.
pub fn split(total: i64, weights: &[u32]) -> Result<Vec<i64>, MoneyError> {
    let whole: i128 = weights.iter().copied().map(i128::from).sum();
    if whole == 0 {
        return Err(MoneyError::Weights);
    }
    let size = i128::from(total).abs();
    let exact: Vec<i128> = weights.iter().map(|weight| size * i128::from(*weight)).collect();
    let mut shares: Vec<i128> = exact.iter().map(|share| share / whole).collect();
    let left = size - shares.iter().sum::<i128>();
    let mut by_loss: Vec<usize> = (0..exact.len()).collect();
    by_loss.sort_by_key(|at| std::cmp::Reverse(exact[*at] % whole));
    for at in by_loss.into_iter().take(usize::try_from(left).map_err(|_| MoneyError::Overflow)?) {
        shares[at] += 1;
    }
    let sign = i128::from(total.signum());
    shares.into_iter().map(|share| i64::try_from(sign * share).map_err(|_| MoneyError::Overflow)).collect()
}

/// The one way in which money is rounded: `numerator / denominator` to the nearest whole, halves up. Up is towards the
/// larger number, also below zero: 1.5 becomes 2, −1.5 becomes −1. The denominator is positive.
pub fn round_half_up(numerator: i128, denominator: i128) -> Result<i64, MoneyError> {
    let half_or_more = 2 * numerator.rem_euclid(denominator) >= denominator;
    i64::try_from(numerator.div_euclid(denominator) + i128::from(half_or_more)).map_err(|_| MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_amount_is_written_with_its_decimals_in_each_hand() {
        let written = |amount, currency: &str, language| {
            Money::new(amount, Currency::parse(currency).expect("a code")).written(language)
        };
        assert_eq!(written(214_000, "CNY", Language::ZhCn), "2,140.00");
        assert_eq!(written(-8_005, "EUR", Language::De), "−80,05");
        assert_eq!(written(1_234_567, "PYG", Language::En), "1,234,567");
        assert_eq!(written(0, "EUR", Language::En), "0.00");
        assert_eq!(written(12_375, "IQD", Language::En), "12.375");
        assert_eq!(written(123_450, "RSD", Language::De), "1.234,50");
        assert_eq!(grouped(68_600, Language::En), "68,600");
        assert_eq!(grouped(999, Language::De), "999");
    }

    #[test]
    fn money_is_rounded_half_up_below_zero_too() {
        let check = |thousandths: i128, expected: i64| {
            assert_eq!(round_half_up(thousandths, 1_000), Ok(expected), "{thousandths} thousandths");
        };
        for (thousandths, expected) in [(1_500, 2), (1_499, 1), (500, 1), (499, 0), (0, 0)] {
            check(thousandths, expected);
        }
        // Regression: the desk used to round halves of reductions away from zero, so −1.5 became −2.
        for (thousandths, expected) in [(-499, 0), (-500, 0), (-501, -1), (-1_500, -1), (-1_501, -2)] {
            check(thousandths, expected);
        }
        assert_eq!(round_half_up(i128::from(i64::MAX) * 2, 1), Err(MoneyError::Overflow));
    }

    #[test]
    fn a_currency_has_the_digits_of_iso_4217() {
        let check = |code: &str, digits: u32, is_listed: bool| {
            let currency = Currency::parse(code).expect("a code");
            assert_eq!((currency.digits(), currency.is_listed()), (digits, is_listed), "{code}");
        };
        check("CNY", 2, true);
        check("EUR", 2, true);
        check("JPY", 0, true);
        check("KWD", 3, true);
        // Regression: the web pages used to show decimals for these currencies, which have none.
        for code in ["BIF", "DJF", "GNF", "KMF", "PYG", "RWF", "UGX", "VUV"] {
            check(code, 0, true);
        }
        check("XTS", 2, false);
    }

    #[test]
    fn a_line_is_rounded_half_up_once() {
        assert_eq!(line_amount(1_500, 12_800), Ok(19_200));
        assert_eq!(line_amount(333, 100), Ok(33));
        assert_eq!(line_amount(5, 100), Ok(1));
        assert_eq!(line_amount(500, 1), Ok(1));
        assert_eq!(line_amount(500, -1), Ok(0));
        assert_eq!(line_amount(1_500, -1), Ok(-1));
        assert_eq!(line_amount(i64::MAX, i64::MAX), Err(MoneyError::Overflow));
        assert_eq!(line_amount(i64::MIN, i64::MIN), Err(MoneyError::Overflow));
    }

    #[test]
    fn tax_is_taken_from_gross_and_put_on_net() {
        assert_eq!(included_tax(11_300, 1_300), Ok(1_300));
        assert_eq!(included_tax(11_900, 1_900), Ok(1_900));
        assert_eq!(included_tax(100, 0), Ok(0));
        assert_eq!(added_tax(10_000, 1_900), Ok(1_900));
        assert_eq!(added_tax(50, 100), Ok(1));
        assert_eq!(added_tax(i64::MAX, 20_000), Err(MoneyError::Overflow));
    }

    #[test]
    fn what_a_split_leaves_goes_to_the_largest_remainders() {
        assert_eq!(split(100, &[1, 1, 1]), Ok(vec![34, 33, 33]));
        assert_eq!(split(-100, &[1, 1, 1]), Ok(vec![-34, -33, -33]));
        assert_eq!(split(10, &[15, 35, 50]), Ok(vec![2, 3, 5]));
        assert_eq!(split(7, &[0, 100]), Ok(vec![0, 7]));
        assert_eq!(split(7, &[]), Err(MoneyError::Weights));
        assert_eq!(split(i64::MIN, &[1]), Ok(vec![i64::MIN]));
    }

    #[test]
    fn two_currencies_are_never_added() {
        let (yuan, euro) = (Currency(*b"CNY"), Currency(*b"EUR"));
        assert_eq!(Money::new(1, yuan).checked_add(Money::new(1, euro)), Err(MoneyError::Currency));
        assert_eq!(Money::new(1, yuan).checked_sub(Money::new(3, yuan)), Ok(Money::new(-2, yuan)));
        assert_eq!(Money::new(i64::MAX, yuan).checked_add(Money::new(1, yuan)), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn a_line_is_the_nearest_whole_amount(quantity in 1_i64..10_000_000, price in -10_000_000_i64..10_000_000) {
            let amount = line_amount(quantity, price).expect("in range");
            let twice_off = 2 * (quantity * price - amount * 1_000);
            // Half up: the exact value lies from half below the amount up to, not including, half above.
            prop_assert!((-1_000..1_000).contains(&twice_off));
        }

        #[test]
        fn tax_and_what_it_is_on_agree_both_ways(net in 0_i64..1_000_000_000, rate_bp in 0_u32..=10_000) {
            let tax = added_tax(net, rate_bp).expect("in range");
            prop_assert!((included_tax(net + tax, rate_bp).expect("in range") - tax).abs() <= 1);
        }

        #[test]
        fn shares_sum_to_the_total_and_are_each_within_one(
            total in any::<i64>(), weights in proptest::collection::vec(0_u32..=10_000, 1..8),
        ) {
            let whole: i128 = weights.iter().copied().map(i128::from).sum();
            prop_assume!(whole > 0);
            let shares = split(total, &weights).expect("weights");
            prop_assert_eq!(shares.iter().copied().map(i128::from).sum::<i128>(), i128::from(total));
            for (share, weight) in shares.iter().zip(&weights) {
                let off = i128::from(*share) * whole - i128::from(total) * i128::from(*weight);
                prop_assert!(off.abs() < whole, "{share} of {total} by {weight}/{whole}");
            }
        }
    }
}
