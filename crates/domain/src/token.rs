//! Tokens of private links, as people and programs hand them on (docs/rules.md, "Tokens").

/// How many characters a token has.
const CHARS: usize = 32;

/// The token within what became of a link: behind its last `#`, the first run of 32 letters, digits, hyphens and
/// underscores. Programs that find links in texts take a full stop, a bracket or a quote along, and those that measure
/// a visit add parameters. What an old token ends in may stand twice.
pub fn token(text: &str) -> Option<&str> {
    let private = text.rsplit_once('#').map_or(text, |(_, private)| private);
    // A character in percent-encoding, such as `%2E`, is none of the token.
    let parts =
        private.split('%').enumerate().filter_map(|(at, part)| if at == 0 { Some(part) } else { part.get(2..) });
    let runs =
        parts.flat_map(|part| part.split(|letter: char| !letter.is_ascii_alphanumeric() && !"-_".contains(letter)));
    runs.filter_map(|run| Some((run.get(..CHARS)?, run.get(CHARS..)?)))
        .find_map(|(token, rest)| rest.bytes().all(|byte| byte == b'-' || byte == b'_').then_some(token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TOKEN: &str = "AAAAAQAAAE2b-8nXhq_T0m5Zk3vU1wYc";

    #[test]
    fn a_token_is_found_in_what_programs_make_of_its_link() {
        for behind in [
            "",
            ".",
            "。",
            ")",
            "),",
            ",",
            "”",
            "\"",
            ">",
            "/",
            "!",
            "…",
            "%20",
            "%2E",
            "%29.",
            "&utm_source=x",
            "?utm=y",
            "\n",
            " ",
            "_",
            "--",
            ";",
            "'",
            "»",
            "]",
            "*",
            "&fbclid=IwAR0123456789012345678901234567",
        ] {
            assert_eq!(token(&format!("{TOKEN}{behind}")), Some(TOKEN), "{behind}");
            assert_eq!(token(&format!("https://service.example/booking#{TOKEN}{behind}")), Some(TOKEN), "{behind}");
        }
        for before in ["%20", "<", " ", "„", "%3C"] {
            assert_eq!(token(&format!("{before}{TOKEN}")), Some(TOKEN), "{before}");
        }
    }

    #[test]
    fn what_is_shorter_or_longer_is_none() {
        assert_eq!(token(&TOKEN[1..]), None);
        assert_eq!(token(&format!("{TOKEN}A")), None);
        assert_eq!(token(""), None);
        assert_eq!(token("7K4M2P"), None);
        assert_eq!(token(&format!("{TOKEN}#top")), None, "what stands before the # is no secret of ours");
    }

    proptest! {
        #[test]
        fn any_text_is_no_harm(text in ".{0,80}") {
            prop_assert!(token(&text).is_none_or(|token| token.len() == CHARS && text.contains(token)));
        }
    }
}
