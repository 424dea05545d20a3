//! What the screen keeps between two starts, so that it can show something before the server answers.

use crate::lounge::board::pager::Pager;
use crate::lounge::pairing::state::{forget_token, keep_token, kept_token, leave_to_cookie};
use crate::lounge::state::Board;
use crate::lounge::voice::announce::Announcer;
use crate::storage;
use bayside_api::codes::ScreenKind;
use bayside_api::dealer::Dealer;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What is kept for one dealer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoungeStorage {
    dealer: String,
}

impl LoungeStorage {
    /// The storage of a dealer's screen.
    pub fn new(dealer: &str) -> Self {
        Self { dealer: dealer.to_owned() }
    }

    fn key(&self, what: &str) -> String {
        format!("bayside.lounge.{}.{what}", self.dealer)
    }

    fn read<T: DeserializeOwned>(&self, what: &str) -> Option<T> {
        serde_json::from_str(&storage::read(&self.key(what))?).ok()
    }

    fn write(&self, what: &str, value: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(value) {
            // Without room the next cold start begins empty.
            storage::write(&self.key(what), &text);
        }
    }

    /// The device token.
    pub fn token(&self) -> Option<String> {
        kept_token(&self.key("token"))
    }

    /// Keeps the device token of the dealer whose screen this is.
    pub fn keep_token(dealer: &str, token: &str) {
        keep_token(&Self::new(dealer).key("token"), token);
    }

    /// Leaves a device token that was kept to the cookie, if that serves.
    pub async fn leave_token_to_cookie(&self) {
        leave_to_cookie(&self.key("token"), ScreenKind::Lounge, &self.dealer).await;
    }

    /// Forgets a token that the server no longer takes.
    pub fn forget_token(&self) {
        forget_token(&self.key("token"));
        storage::forget(&self.key("board"));
    }

    /// The board as it was last seen.
    pub fn board(&self) -> Option<Board> {
        self.read("board")
    }

    /// Keeps the board.
    pub fn keep_board(&self, board: &Board) {
        self.write("board", board);
    }

    /// The dealer as last seen.
    pub fn dealer(&self) -> Option<Dealer> {
        self.read("dealer")
    }

    /// Keeps the dealer.
    pub fn keep_dealer(&self, dealer: &Dealer) {
        self.write("dealer", dealer);
    }

    /// What was said aloud.
    pub fn announcer(&self) -> Option<Announcer> {
        self.read("said")
    }

    /// Keeps what was said aloud.
    pub fn keep_announcer(&self, announcer: &Announcer) {
        self.write("said", announcer);
    }

    /// The page that was shown when this tab began anew, once.
    pub fn take_pager(&self) -> Option<Pager> {
        let key = self.key("page");
        let text = storage::read_tab(&key)?;
        storage::forget_tab(&key);
        serde_json::from_str(&text).ok()
    }

    /// Hands over the shown page to the next start of this tab.
    pub fn hand_over_pager(&self, pager: Pager) {
        if let Ok(text) = serde_json::to_string(&pager) {
            storage::write_tab(&self.key("page"), &text);
        }
    }

    /// From where this screen is seen and how large it is, as its address once said: of the screen, not of a dealer.
    pub fn viewing_condition(name: &str) -> Option<String> {
        storage::read(&format!("bayside.screen.{name}"))
    }

    /// Keeps it.
    pub fn keep_viewing_condition(name: &str, text: &str) {
        storage::write(&format!("bayside.screen.{name}"), text);
    }
}
