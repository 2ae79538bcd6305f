//! How a number is written inside its own country.
//!
//! Owns the national spelling of an E.164 number: `(415) 555-0142` in the NANP,
//! and the trunk prefix with the bare national digits elsewhere, because the
//! grouping of other plans needs data that this module does not hold yet.

use super::Country;

/// The national spelling of an E.164 number of `country`; `None` where the text is not a number of that country.
#[must_use]
pub fn national_form(country: Country, e164: &str) -> Option<String> {
    let national = e164.strip_prefix('+')?.strip_prefix(country.calling_code())?;
    if national.is_empty() || !national.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if country.is_nanp() {
        let (area, rest) = national.split_at_checked(3)?;
        let (exchange, line) = rest.split_at_checked(3)?;
        return (line.len() == 4).then(|| format!("({area}) {exchange}-{line}"));
    }
    Some(format!("{}{national}", country.trunk_prefix()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_forms() {
        for (code, e164, form) in [
            ("US", "+14155550142", Some("(415) 555-0142")),
            ("GB", "+442079460018", Some("02079460018")),
            ("IT", "+390612345678", Some("0612345678")),
            ("US", "+1415555014", None),
            ("US", "+442079460018", None),
            ("GB", "+44", None),
            ("US", "+1415555014x", None),
            ("US", "+1é15550142", None),
        ] {
            assert_eq!(national_form(Country::parse(code).unwrap(), e164).as_deref(), form, "{e164}");
        }
    }
}
