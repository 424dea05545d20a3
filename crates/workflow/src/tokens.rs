//! Tokens, which are derived and never stored: base64url(dealer ‖ id ‖ 16 bytes of HMAC-SHA256(key, purpose, dealer,
//! id, generation)); and signed offers (docs/rules.md, "Tokens").

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bayside_domain::appointment::Appointment;
use bayside_domain::codes::Stay;
use bayside_domain::ids::{DealerId, Id, ScreenId};
use bayside_domain::time::Bucket;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use subtle::ConstantTimeEq;

/// What a token gives access to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A booking's private page.
    Manage,
    /// The private page of a visit.
    Visit,
    /// A screen; only for screens that were paired before token hashes were stored.
    Screen,
    /// A wish on the waitlist.
    Waitlist,
    /// No more invitations, from one that was mailed.
    Stop,
}

impl Purpose {
    const fn word(self) -> &'static [u8] {
        match self {
            Self::Manage => b"manage",
            Self::Visit => b"visit",
            Self::Screen => b"screen",
            Self::Waitlist => b"waitlist",
            Self::Stop => b"stop",
        }
    }
}

const MAC_BYTES: usize = 16;
/// The buffer size for an offer, in bytes; enough for most.
const OFFER_BYTES: usize = 160;

/// The signing keys, newest first, each as a prepared HMAC; the newest signs, all verify.
#[derive(Clone)]
pub struct KeyRing(Vec<Hmac<Sha256>>);

/// A well-formed token; whether it is genuine depends on the generation in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParsedToken {
    /// The dealer that it was made for.
    pub dealer: DealerId,
    /// The id in the token, as a number.
    number: i64,
    mac: [u8; MAC_BYTES],
}

impl ParsedToken {
    /// The id in the token, as an id of type `I`.
    pub fn id<I: Id>(&self) -> I {
        I::from_number(self.number)
    }
}

impl KeyRing {
    /// A ring of hexadecimal secrets, newest first.
    pub fn new(secrets: &[(i64, String)]) -> Self {
        Self(secrets.iter().map(|(_, secret)| Self::key(secret.as_bytes())).collect())
    }

    fn key(secret: &[u8]) -> Hmac<Sha256> {
        Hmac::new_from_slice(secret).expect("HMAC takes keys of any length")
    }

    fn mac(key: &Hmac<Sha256>, parts: &[&[u8]]) -> [u8; MAC_BYTES] {
        let mut mac = key.clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        let full = mac.finalize().into_bytes();
        let mut short = [0; MAC_BYTES];
        short.copy_from_slice(&full[..MAC_BYTES]);
        short
    }

    fn newest(&self) -> Hmac<Sha256> {
        self.0.first().map_or_else(|| Self::key(&[]), Hmac::clone)
    }

    /// What stands for a recipient of messages where they are counted; nobody can tell the address from it.
    pub fn recipient(&self, dealer: DealerId, address: &str) -> String {
        let dealer = dealer.get().to_be_bytes();
        hex(&Self::mac(&self.newest(), &[b"recipient", &dealer, address.to_lowercase().as_bytes()]))
    }

    /// Creates the token for an id.
    pub fn sign_token(&self, purpose: Purpose, dealer: DealerId, id: impl Id, generation: i64) -> String {
        let number = id.number();
        let key = self.newest();
        let mac = Self::token_macs(&key, purpose, dealer, number, generation).last();
        encoded(dealer, number, mac.expect("there is always a plain one"))
    }

    /// The MACs that tokens of an id may have: the plain one, which all had once, and behind it, if that one would end
    /// in a hyphen or an underscore, those of a counter up to the first that does not. New tokens have the last: many
    /// programs leave punctuation at the end of an address out of the link.
    fn token_macs(
        key: &Hmac<Sha256>,
        purpose: Purpose,
        dealer: DealerId,
        number: i64,
        generation: i64,
    ) -> impl Iterator<Item = [u8; MAC_BYTES]> {
        let (dealer, number, generation) = (dealer.get().to_be_bytes(), number.to_be_bytes(), generation.to_be_bytes());
        let mut is_found = false;
        (0..=u8::MAX).map_while(move |counter| {
            let parts: [&[u8]; 5] = [purpose.word(), &dealer, &number, &generation, &[counter]];
            let mac = Self::mac(key, if counter == 0 { &parts[..4] } else { &parts });
            // The last six bits are the last letter; base64url has its two signs at the end of its alphabet.
            let ends_in_a_letter = mac[MAC_BYTES - 1] & 0x3f < 62;
            (!std::mem::replace(&mut is_found, ends_in_a_letter)).then_some(mac)
        })
    }

    /// Reads a token, also within what a program made of its link; `None` if there is none.
    pub fn read(text: &str) -> Option<ParsedToken> {
        let bytes = URL_SAFE_NO_PAD.decode(bayside_domain::token::token(text)?).ok()?;
        let bytes: [u8; 8 + MAC_BYTES] = bytes.try_into().ok()?;
        let number =
            |at: usize| i64::from(u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]));
        let mut mac = [0; MAC_BYTES];
        mac.copy_from_slice(&bytes[8..]);
        Some(ParsedToken { dealer: DealerId::new(number(0)), number: number(4), mac })
    }

    /// Whether a token is genuine for a purpose and generation.
    pub fn is_genuine(&self, parsed: &ParsedToken, purpose: Purpose, generation: i64) -> bool {
        self.0
            .iter()
            .flat_map(|key| Self::token_macs(key, purpose, parsed.dealer, parsed.number, generation))
            .any(|mac| same(&mac, &parsed.mac))
    }

    /// Signs an offer.
    pub fn sign(&self, offer: &Offer) -> String {
        let mut body = Vec::with_capacity(OFFER_BYTES);
        serde_json::to_writer(&mut body, &SignedOffer::from(offer)).expect("offers are JSON");
        let mac = Self::mac(&self.newest(), &[b"offer", &body]);
        // Base64 takes four letters for three bytes; one more for the point.
        let mut text = String::with_capacity((body.len() + mac.len()) * 4 / 3 + 5);
        URL_SAFE_NO_PAD.encode_string(&body, &mut text);
        text.push('.');
        URL_SAFE_NO_PAD.encode_string(mac, &mut text);
        text
    }

    /// Reads a signed offer; `None` if it was not signed by us.
    pub fn verify(&self, text: &str) -> Option<Offer> {
        let (body, mac) = text.split_once('.')?;
        let body = URL_SAFE_NO_PAD.decode(body).ok()?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        self.0.iter().any(|key| same(&Self::mac(key, &[b"offer", &body]), &mac)).then_some(())?;
        serde_json::from_slice::<SignedOffer<'_>>(&body).ok().map(Offer::from)
    }
}

/// Compares in constant time.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// What the signature of a shown start guarantees. Its times are on bucket boundaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The dealer who offers.
    pub dealer: DealerId,
    /// What is offered.
    pub appointment: Appointment,
    /// The five-minute epoch in which it was made.
    pub epoch: i64,
}

/// An offer as it is signed: short names, times as buckets.
#[derive(Serialize, Deserialize)]
struct SignedOffer<'a> {
    #[serde(rename = "d")]
    dealer: DealerId,
    #[serde(rename = "t")]
    start: Bucket,
    #[serde(rename = "a")]
    adviser: Cow<'a, str>,
    #[serde(rename = "s")]
    services: Cow<'a, [String]>,
    #[serde(rename = "y")]
    stay: Stay,
    #[serde(rename = "p")]
    price: i64,
    #[serde(rename = "b")]
    benefit: i64,
    #[serde(rename = "r")]
    ready_estimate: Bucket,
    #[serde(rename = "e")]
    epoch: i64,
}

impl<'a> From<&'a Offer> for SignedOffer<'a> {
    fn from(offer: &'a Offer) -> Self {
        let Offer { dealer, appointment, epoch } = offer;
        Self {
            dealer: *dealer,
            start: Bucket::at(appointment.start),
            adviser: Cow::Borrowed(&appointment.adviser),
            services: Cow::Borrowed(&appointment.services),
            stay: appointment.stay,
            price: appointment.price,
            benefit: appointment.benefit,
            ready_estimate: Bucket::at(appointment.ready_estimate),
            epoch: *epoch,
        }
    }
}

impl From<SignedOffer<'_>> for Offer {
    fn from(signed: SignedOffer<'_>) -> Self {
        let appointment = Appointment {
            start: signed.start.start(),
            ready_estimate: signed.ready_estimate.start(),
            adviser: signed.adviser.into_owned(),
            services: signed.services.into_owned(),
            stay: signed.stay,
            price: signed.price,
            benefit: signed.benefit,
        };
        Self { dealer: signed.dealer, appointment, epoch: signed.epoch }
    }
}

/// The length of an epoch in seconds.
pub const EPOCH_SECONDS: i64 = 300;

impl Offer {
    /// Whether the offer has expired: it is valid until the end of the epoch after its own.
    pub fn is_expired(&self, now_seconds: i64) -> bool {
        now_seconds.div_euclid(EPOCH_SECONDS) > self.epoch + 1
    }
}

/// The device token of a screen, derived from its secret poll token, so that each claim gives the same token and nobody
/// can derive it from the store, which has only its hash.
pub fn device_token(poll_token: &str, dealer: DealerId, screen: ScreenId) -> String {
    let key = KeyRing::key(poll_token.as_bytes());
    encoded(
        dealer,
        screen.get(),
        KeyRing::mac(&key, &[b"device", &dealer.get().to_be_bytes(), &screen.get().to_be_bytes()]),
    )
}

fn encoded(dealer: DealerId, number: i64, mac: [u8; MAC_BYTES]) -> String {
    let mut bytes = Vec::with_capacity(8 + MAC_BYTES);
    bytes.extend((dealer.get() as u32).to_be_bytes());
    bytes.extend((number as u32).to_be_bytes());
    bytes.extend(mac);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Whether a token has this hash.
pub fn is_hash_of(hash: &str, token: &str) -> bool {
    same(hash.as_bytes(), sha256_hex(token.as_bytes()).as_bytes())
}

/// SHA-256 in hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A secret of `N` random bytes, in hexadecimal.
pub fn random_hex<const N: usize>() -> String {
    hex(&rand::random::<[u8; N]>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::ids::VisitId;

    fn ring(secrets: &[&str]) -> KeyRing {
        KeyRing::new(&secrets.iter().map(|secret| (1, (*secret).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn no_token_ends_in_punctuation_and_those_of_before_open() {
        let keys = ring(&["secret"]);
        let mut before = 0;
        for number in 0..2_000 {
            let (dealer, id) = (DealerId::new(2), VisitId::new(number));
            let token = keys.sign_token(Purpose::Manage, dealer, id, 0);
            assert!(token.ends_with(|last: char| last.is_ascii_alphanumeric()), "{token}");
            assert!(keys.is_genuine(&KeyRing::read(&token).unwrap(), Purpose::Manage, 0), "{token}");
            let plain = KeyRing::token_macs(&keys.newest(), Purpose::Manage, dealer, number, 0).next().unwrap();
            let old = encoded(dealer, number, plain);
            assert!(keys.is_genuine(&KeyRing::read(&old).unwrap(), Purpose::Manage, 0), "{old}");
            before += usize::from(old != token);
        }
        assert!((20..120).contains(&before), "about one of 32 ended in a hyphen or an underscore: {before}");
    }

    #[test]
    fn a_token_opens_only_its_own_purpose_generation_and_ring() {
        let keys = ring(&["new", "old"]);
        let token = keys.sign_token(Purpose::Visit, DealerId::new(2), VisitId::new(77), 0);
        let parsed = KeyRing::read(&token).expect("well formed");
        assert_eq!((parsed.dealer, parsed.id()), (DealerId::new(2), VisitId::new(77)));
        assert!(keys.is_genuine(&parsed, Purpose::Visit, 0));
        assert!(!keys.is_genuine(&parsed, Purpose::Manage, 0));
        assert!(!keys.is_genuine(&parsed, Purpose::Visit, 1));
        assert!(!ring(&["other"]).is_genuine(&parsed, Purpose::Visit, 0));
        assert!(ring(&["newer", "new"]).is_genuine(&parsed, Purpose::Visit, 0));
    }

    #[test]
    fn a_screens_token_is_made_from_what_only_the_screen_has() {
        let token = device_token("poll", DealerId::new(2), ScreenId::new(77));
        assert_eq!(token, device_token("poll", DealerId::new(2), ScreenId::new(77)), "claimed again, it is the same");
        let parsed = KeyRing::read(&token).expect("well formed");
        assert_eq!((parsed.dealer, parsed.id()), (DealerId::new(2), ScreenId::new(77)));
        for other in [
            device_token("other", DealerId::new(2), ScreenId::new(77)),
            device_token("poll", DealerId::new(1), ScreenId::new(77)),
            device_token("poll", DealerId::new(2), ScreenId::new(78)),
        ] {
            assert_ne!(token, other);
        }
        assert!(!ring(&["key"]).is_genuine(&parsed, Purpose::Screen, 0), "no key of the store makes it");
        let hash = sha256_hex(token.as_bytes());
        assert!(is_hash_of(&hash, &token));
        assert!(!is_hash_of(&hash, &device_token("other", DealerId::new(2), ScreenId::new(77))));
        assert!(!is_hash_of("", &token));
    }

    #[test]
    fn a_tampered_offer_is_not_ours() {
        let keys = ring(&["key"]);
        let offer = Offer {
            dealer: DealerId::new(1),
            appointment: Appointment {
                start: Bucket(10).start(),
                ready_estimate: Bucket(12).start(),
                adviser: "li-min".into(),
                services: vec!["oil".into()],
                stay: Stay::Wait,
                price: 100,
                benefit: 0,
            },
            epoch: 5,
        };
        let signed = keys.sign(&offer);
        assert_eq!(keys.verify(&signed), Some(offer.clone()));
        let (body, mac) = signed.split_once('.').expect("two parts");
        let stored = r#"{"d":1,"t":10,"a":"li-min","s":["oil"],"y":"wait","p":100,"b":0,"r":12,"e":5}"#;
        assert_eq!(body, URL_SAFE_NO_PAD.encode(stored), "offers that were signed before stay ours");
        let cheaper = keys.sign(&Offer { appointment: Appointment { price: 1, ..offer.appointment }, ..offer });
        let (body, _) = cheaper.split_once('.').expect("two parts");
        assert_eq!(keys.verify(&format!("{body}.{mac}")), None);
        assert_eq!(keys.verify("nonsense"), None);
    }
}
