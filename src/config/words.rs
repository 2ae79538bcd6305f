//! Which words of a person may be said back to them.
//!
//! Owns two questions about text that has no meaning yet: could it be a secret
//! key, and is it harmless enough to stand in a message. Used by the command
//! line, the config file and the log; none of them may repeat a key that somebody
//! put in the wrong place.

/// What every key of the vendor begins with (its docs: `vx_live_…`).
const KEY_PREFIX: &str = "vx_";
/// The longest unknown name that a message repeats, in characters. Ours are shorter, keys are longer.
const LONGEST_NAME: usize = 20;

/// Whether a key of the vendor stands anywhere in the text, in either case.
///
/// A path such as `/srv/vx_data` is not one: a key begins the text, or follows
/// something that is neither a letter, a digit, an underscore nor a slash.
#[must_use]
pub fn looks_like_a_key(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.match_indices(KEY_PREFIX).any(|(at, _)| {
        let before = lower[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '/')
    })
}

/// The text with every key of the vendor cut down to its prefix. Stricter than
/// [`looks_like_a_key`]: a log loses little where a path is cut.
#[must_use]
pub fn mask_keys(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    while let Some(at) = lower[done..].find(KEY_PREFIX).map(|at| done + at) {
        masked.push_str(&text[done..at]);
        masked.push_str("vx_…");
        let key_character = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        done = text[at..].find(|c| !key_character(c)).map_or(text.len(), |length| at + length);
    }
    masked.push_str(&text[done..]);
    masked
}

/// The name, where it is a short word of small letters, dashes and underscores; secrets are longer or have digits.
#[must_use]
pub fn harmless_name(name: &str) -> Option<&str> {
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_');
    (plain && (1..=LONGEST_NAME).contains(&name.len()) && !looks_like_a_key(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_are_recognised_and_paths_are_not() {
        for (text, key) in [
            ("vx_live_3fa9c2", true),
            ("VX_LIVE_3fa9c2", true),
            ("  vx_live_3fa9c2", true),
            ("Bearer vx_live_3fa9c2", true),
            ("--api-key=vx_live_3fa9c2", true),
            ("\"vx_live_3fa9c2\"", true),
            ("--vx_live_3fa9c2", true),
            ("äöü=vx_", true),
            ("/srv/vx_data", false),
            ("sub_vx_1", false),
            ("box_vx", false),
            ("vx", false),
            ("", false),
        ] {
            assert_eq!(looks_like_a_key(text), key, "{text}");
        }
    }

    #[test]
    fn only_short_plain_names_are_said_back() {
        for (name, said) in [
            ("--contry", true),
            ("sub_acount", true),
            ("", false),
            ("--vx_live", false),
            ("--3fa9c2", false),
            ("--Name", false),
            ("--a-name-that-is-far-too-long", false),
            ("a\u{1b}[2J", false),
        ] {
            assert_eq!(harmless_name(name), said.then_some(name));
        }
    }

    #[test]
    fn masking_keeps_all_but_the_key() {
        assert_eq!(mask_keys("a vx_live_1-x, b=vx_2."), "a vx_…, b=vx_….");
        assert_eq!(mask_keys("key: \"\\nVX_live_1\""), "key: \"\\nvx_…\"");
        assert_eq!(mask_keys("äöü"), "äöü");
    }

    proptest! {
        #[test]
        fn no_key_survives_masking(before in "[ =\"':üa]?", tail in "[A-Za-z0-9_-]{8,40}", after in "[ ,.}\"ü]?") {
            let masked = mask_keys(&format!("{before}vx_{tail}{after}"));
            prop_assert_eq!(masked, format!("{before}vx_…{after}"));
        }

        #[test]
        fn any_text_is_survived(text in any::<String>()) {
            let _ = (mask_keys(&text), harmless_name(&text));
        }
    }
}
