//! The list of messages, merged from the fetched pages.

use bayside_api::codes::MessageState;
use bayside_api::message::{Message, MessageList};
use bayside_domain::ids::MessageId;

/// The list as far as it was fetched, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct FetchedMessages {
    /// Newest first.
    pub messages: Vec<Message>,
    /// Where the next page begins.
    pub next: Option<MessageId>,
    /// How many were given up, on all pages.
    pub failed: i64,
    /// Whether e-mail is set up.
    pub has_mail: bool,
    /// Whether text messages are set up.
    pub has_sms: bool,
    /// Languages that customers are written to in.
    pub locales: Vec<String>,
}

impl FetchedMessages {
    /// The first page.
    pub fn begin(page: MessageList) -> Self {
        let MessageList { messages, next, failed, has_mail, has_sms, locales, .. } = page;
        Self { messages, next, failed, has_mail, has_sms, locales }
    }

    /// Updates the first page; pages that were already fetched below it stay.
    pub fn renew(&mut self, page: MessageList) {
        let oldest = page.messages.last().map(|message| message.id);
        let is_older = |message: &Message| oldest.is_some_and(|oldest| message.id < oldest);
        let is_deeper = page.next.is_some() && self.messages.iter().any(is_older);
        let older: Vec<Message> = self.messages.drain(..).filter(|message| is_deeper && is_older(message)).collect();
        let next = if is_deeper { self.next } else { page.next };
        *self = Self { next, ..Self::begin(page) };
        self.messages.extend(older);
    }

    /// The page that follows.
    pub fn more(&mut self, page: MessageList) {
        let oldest = self.messages.last().map(|message| message.id);
        self.next = page.next;
        self.failed = page.failed;
        self.messages
            .extend(page.messages.into_iter().filter(|message| oldest.is_none_or(|oldest| message.id < oldest)));
    }

    /// A message that has changed.
    pub fn replace(&mut self, changed: Message) {
        if let Some(message) = self.messages.iter_mut().find(|message| message.id == changed.id) {
            let was_failed = i64::from(message.state == MessageState::Failed);
            self.failed += i64::from(changed.state == MessageState::Failed) - was_failed;
            *message = changed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::codes::{MessageChannel, MessageKind};
    use bayside_domain::ids::VisitId;

    fn message(id: i64, state: MessageState) -> Message {
        let at = bayside_api::Instant("2026-06-09T09:00:00+08:00".parse().unwrap());
        Message {
            id: MessageId::new(id),
            kind: MessageKind::Confirmation,
            state,
            channel: MessageChannel::Mail,
            visit: Some(VisitId::new(1)),
            reference: "7K3QXA".into(),
            addressed_as: "王先生".into(),
            to: "w***@example.org".into(),
            starts_at: at,
            due_at: at,
            sent_at: None,
            attempts: 1,
            reason: None,
            can_retry: state == MessageState::Failed,
        }
    }

    fn page(ids: &[i64], next: Option<i64>) -> MessageList {
        MessageList {
            as_of: bayside_api::Instant("2026-06-09T09:00:00+08:00".parse().unwrap()),
            messages: ids.iter().map(|id| message(*id, MessageState::Sent)).collect(),
            next: next.map(MessageId::new),
            failed: 1,
            has_mail: true,
            has_sms: false,
            locales: vec!["zh-CN".into()],
        }
    }

    fn ids(fetched: &FetchedMessages) -> Vec<i64> {
        fetched.messages.iter().map(|message| message.id.get()).collect()
    }

    #[test]
    fn pages_follow_each_other_without_doubles() {
        let mut fetched = FetchedMessages::begin(page(&[9, 8, 7], Some(7)));
        fetched.more(page(&[7, 6, 5], Some(5)));
        assert_eq!((ids(&fetched), fetched.next.map(MessageId::get)), (vec![9, 8, 7, 6, 5], Some(5)));
    }

    #[test]
    fn the_first_page_read_anew_keeps_what_was_read_below_it() {
        let mut fetched = FetchedMessages::begin(page(&[9, 8, 7], Some(7)));
        fetched.more(page(&[6, 5], None));
        fetched.renew(page(&[10, 9, 8], Some(8)));
        assert_eq!((ids(&fetched), fetched.next.map(MessageId::get)), (vec![10, 9, 8, 7, 6, 5], None));
        fetched.renew(page(&[11], None));
        assert_eq!((ids(&fetched), fetched.next.map(MessageId::get)), (vec![11], None));
    }

    #[test]
    fn a_message_tried_again_is_no_longer_counted_as_given_up() {
        let mut fetched = FetchedMessages::begin(page(&[9], None));
        fetched.messages[0] = message(9, MessageState::Failed);
        fetched.replace(message(9, MessageState::Waiting));
        assert_eq!((fetched.failed, fetched.messages[0].state), (0, MessageState::Waiting));
        fetched.replace(message(3, MessageState::Failed));
        assert_eq!(fetched.failed, 0);
    }
}
