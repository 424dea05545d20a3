//! What a public page says about itself to search engines, and to those who preview a link: what it is for, its one
//! address in each language, a picture, and the dealer as schema.org.

use super::markup::escaped;
use super::public_page::{PublicPage, address, spoken};
use super::sentences;
use super::structured_data;
use bayside_api::dealer::Dealer;
use bayside_domain::language::Language;
use std::fmt::Write as _;

/// A public page as it was asked for.
pub(super) struct Head<'a> {
    /// The server's public address, without a slash at the end.
    pub public_url: &'a str,
    /// Which page.
    pub page: PublicPage,
    /// Whose page.
    pub dealer: Option<&'a Dealer>,
    /// The language that it is in.
    pub language: Language,
    /// Whether the address asks for that language.
    pub is_asked: bool,
}

impl Head<'_> {
    /// The title: the heading and whose page it is.
    pub(super) fn title(&self) -> String {
        let whose = self.dealer.map_or("Bayside", |dealer| &dealer.name);
        format!("{} · {whose}", sentences::say(self.page.keys().0, self.language).replace('\u{ad}', ""))
    }

    fn description(&self) -> String {
        let text = sentences::say(self.page.keys().1, self.language);
        self.dealer.map_or_else(
            || text.to_owned(),
            |dealer| text.replace("{{ dealer }}", &dealer.name).replace("{{ address }}", &dealer.address),
        )
    }

    /// The address of the page in a language; without one, in that of the reader.
    fn address(&self, language: Option<Language>) -> String {
        address(self.public_url, self.page, self.dealer.map_or("", |dealer| &dealer.slug), language)
    }

    /// The elements that stand in the page's head.
    pub(super) fn elements(&self) -> String {
        let mut head = String::with_capacity(4 * 1024);
        let mut line = |text: std::fmt::Arguments<'_>| writeln!(head, "{text}").expect("a string takes all");
        let (title, about) = (escaped(&self.title()), escaped(&self.description()));
        let own = self.address(self.is_asked.then_some(self.language));
        line(format_args!("<meta name=\"description\" content=\"{about}\">"));
        line(format_args!("<link rel=\"canonical\" href=\"{own}\">"));
        let spoken = spoken(self.dealer.map(|dealer| dealer.locales.as_slice()));
        for language in &spoken {
            let (tag, href) = (language.tag(), self.address(Some(*language)));
            line(format_args!("<link rel=\"alternate\" hreflang=\"{tag}\" href=\"{href}\">"));
        }
        line(format_args!("<link rel=\"alternate\" hreflang=\"x-default\" href=\"{}\">", self.address(None)));
        let site = escaped(self.dealer.map_or("Bayside", |dealer| &dealer.name));
        let picture = format!("{}{PICTURE}", self.public_url);
        for (property, content) in [
            ("type", "website"),
            ("site_name", &site),
            ("title", &title),
            ("description", &about),
            ("url", &own),
            ("locale", &self.language.intl_tag().replace('-', "_")),
            ("image", &picture),
            ("image:width", "1200"),
            ("image:height", "630"),
            ("image:alt", sentences::say("home.about.picture", self.language)),
        ] {
            line(format_args!("<meta property=\"og:{property}\" content=\"{content}\">"));
        }
        line(format_args!("<meta name=\"twitter:card\" content=\"summary_large_image\">"));
        if let Some(dealer) = self.dealer {
            let data = structured_data::dealer(self.public_url, dealer, self.language);
            line(format_args!("<script type=\"application/ld+json\">{data}</script>"));
        }
        head
    }
}

/// The picture of a preview, 1200 by 630.
const PICTURE: &str = "/preview.png";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::tests::dealer;

    fn head(page: PublicPage, dealer: Option<&Dealer>, is_asked: bool) -> String {
        Head { public_url: "https://b.example", page, dealer, language: Language::De, is_asked }.elements()
    }

    #[test]
    fn every_public_page_is_described_in_every_language() {
        let dealer = dealer();
        for language in Language::ALL {
            for page in PublicPage::OF_ALL.into_iter().chain(PublicPage::OF_DEALERS) {
                let dealer = (!PublicPage::OF_ALL.contains(&page)).then_some(&dealer);
                let head = Head { public_url: "https://b.example", page, dealer, language: *language, is_asked: false };
                let about = head.description();
                assert!(!about.contains("{{") && !head.title().contains("{{"), "{language} {page:?}: {about}");
                let shortest = if language.is_compact() { 20 } else { 60 };
                assert!((shortest..=200).contains(&about.chars().count()), "{language} {page:?}: {about}");
            }
        }
    }

    #[test]
    fn a_page_has_one_address_in_each_language_of_its_dealer() {
        let dealer = dealer();
        let asked = head(PublicPage::Book, Some(&dealer), true);
        assert!(asked.contains("<link rel=\"canonical\" href=\"https://b.example/aller/book?lang=de\">"), "{asked}");
        let plain = head(PublicPage::Book, Some(&dealer), false);
        assert!(plain.contains("<link rel=\"canonical\" href=\"https://b.example/aller/book\">"), "{plain}");
        for (tag, address) in [("de", "book?lang=de"), ("en", "book?lang=en"), ("x-default", "book")] {
            let link =
                format!("<link rel=\"alternate\" hreflang=\"{tag}\" href=\"https://b.example/aller/{address}\">");
            assert!(asked.contains(&link) && plain.contains(&link), "{link} in {asked}");
        }
        assert!(!plain.contains("hreflang=\"zh-CN\""), "the dealer does not speak it");
        assert!(
            head(PublicPage::Home, None, false).contains("hreflang=\"zh-CN\" href=\"https://b.example/?lang=zh-CN\"")
        );
    }

    #[test]
    fn a_link_is_previewed_with_a_picture_of_ours_and_what_a_dealer_writes_is_no_markup() {
        let dealer = dealer();
        let head = head(PublicPage::Notice, Some(&dealer), true);
        for line in [
            "<meta property=\"og:title\" content=\"Mit meinem Auto stimmt etwas nicht · Autohaus &lt;Aller&gt; &amp; Söhne\">",
            "<meta property=\"og:url\" content=\"https://b.example/aller/notice?lang=de\">",
            "<meta property=\"og:image\" content=\"https://b.example/preview.png\">",
            "<meta property=\"og:locale\" content=\"de_DE\">",
            "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        ] {
            assert!(head.contains(line), "{line} in {head}");
        }
        assert!(!head.contains("<Aller>"), "{head}");
    }
}
