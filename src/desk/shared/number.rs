//! Numbers in input fields: read by the domain, shown as they are typed here.

use crate::i18n::Language;
use bayside_api::Currency;
pub use bayside_domain::typed::NumberError;
use bayside_domain::typed::{Reading, amount, decimal, kilometres};

/// How numbers are written for a person: decimals of the currency, and the decimal sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The currency of amounts.
    pub currency: Currency,
    /// A comma instead of a point.
    pub comma: bool,
}

impl Style {
    /// For a currency (ISO 4217) and a language.
    pub fn new(currency: &str, language: Language) -> Self {
        Self { currency: Currency::parse(currency).unwrap_or_default(), comma: language.decimal_point() == ',' }
    }

    /// Minor units from what was typed.
    pub fn money(self, text: &str) -> Result<i64, NumberError> {
        amount(text, self.currency)
    }

    /// Minor units for an input field: whole amounts without decimals.
    pub fn show_money(self, amount: i64) -> String {
        let whole = amount % 10_i64.pow(self.currency.digits()) == 0;
        self.sign(&written(amount, self.currency.digits(), !whole))
    }

    /// Thousandths for an input field, without trailing zeros.
    pub fn show_thousandths(self, value: i64) -> String {
        self.sign(&written(value, 3, false))
    }

    fn sign(self, text: &str) -> String {
        if self.comma { text.replace('.', ",") } else { text.to_owned() }
    }
}

/// Hours or pieces in thousandths.
pub fn thousandths(text: &str) -> Result<i64, NumberError> {
    decimal(text, Reading { digits: 3, drops_rest: false, units: &["h", "std", "小时", "件"] })
}

/// How whole numbers are read.
const WHOLE: Reading<'_> = Reading { digits: 0, drops_rest: false, units: &[] };

/// A whole number that is not negative: minutes, days.
pub fn whole(text: &str) -> Result<u32, NumberError> {
    u32::try_from(decimal(text, WHOLE)?).map_err(|_| NumberError::Format)
}

/// A distance, where nothing typed means nothing said.
pub fn kilometres_or_none(text: &str) -> Result<Option<u32>, NumberError> {
    match kilometres(text) {
        Err(NumberError::Required) => Ok(None),
        read => read.map(Some),
    }
}

fn written(value: i64, digits: u32, keep_zeros: bool) -> String {
    let scale = 10_u64.pow(digits);
    let size = value.unsigned_abs();
    let sign = if value < 0 { "-" } else { "" };
    let fraction = format!("{:0width$}", size % scale, width = digits as usize);
    let fraction = if keep_zeros { fraction.as_str() } else { fraction.trim_end_matches('0') };
    if digits == 0 || fraction.is_empty() {
        format!("{sign}{}", size / scale)
    } else {
        format!("{sign}{}.{fraction}", size / scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_read_back() {
        for (currency, language) in
            [("CNY", Language::ZhCn), ("EUR", Language::De), ("JPY", Language::En), ("KWD", Language::En)]
        {
            let style = Style::new(currency, language);
            for value in [0, 1, 5, 10, 99, 100, 12_850, 123_456, 1_234_500, -8000, -1] {
                assert_eq!(style.money(&style.show_money(value)), Ok(value), "{currency} {value}");
                assert_eq!(thousandths(&style.show_thousandths(value)), Ok(value), "{language} {value}");
            }
        }
        assert_eq!(Style::new("EUR", Language::De).show_money(12_850), "128,50");
        assert_eq!(Style::new("CNY", Language::ZhCn).show_money(18_000), "180");
        assert_eq!(Style::new("CNY", Language::ZhCn).show_thousandths(2200), "2.2");
    }
}
