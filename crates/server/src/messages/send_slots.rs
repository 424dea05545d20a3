//! Limits on messages that are being sent at the same time, by channel and dealer. A mail server or gateway that does
//! not answer blocks its messages for a whole timeout; it must not block those of other channels and dealers.

use bayside_domain::codes::MessageChannel;
use bayside_domain::ids::DealerId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most messages that are being sent at the same time.
pub const SEND_SLOTS_MAX: usize = 16;
/// The most of these for one channel, mail or text messages.
const OF_A_CHANNEL: usize = SEND_SLOTS_MAX / 4 * 3;
/// The most of these for one channel of one dealer.
const OF_A_DEALER: usize = SEND_SLOTS_MAX / 4;

/// The number of messages that are being sent, by dealer and channel. Cheap to clone.
#[derive(Clone, Default)]
pub struct SendSlots(Arc<Mutex<HashMap<(DealerId, MessageChannel), usize>>>);

impl SendSlots {
    /// How many more messages can be sent now.
    pub fn free(&self) -> usize {
        SEND_SLOTS_MAX - self.lock().values().sum::<usize>()
    }

    /// The channels that are full: of single dealers, and (without a dealer) for everybody.
    pub fn full(&self) -> Vec<(Option<DealerId>, MessageChannel)> {
        let taken = self.lock();
        let dealers = taken.iter().filter(|(_, count)| **count >= OF_A_DEALER).map(|((id, by), _)| (Some(*id), *by));
        let is_full = |channel: &&MessageChannel| of(&taken, **channel) >= OF_A_CHANNEL;
        dealers.chain(MessageChannel::ALL.iter().filter(is_full).map(|channel| (None, *channel))).collect()
    }

    /// Takes a slot for this dealer and channel, if one is free; it is given back when the value is dropped.
    pub fn take(&self, dealer: DealerId, channel: MessageChannel) -> Option<SendSlot> {
        let mut taken = self.lock();
        let all: usize = taken.values().sum();
        let of_channel = of(&taken, channel);
        let of_dealer = taken.get(&(dealer, channel)).copied().unwrap_or(0);
        if all >= SEND_SLOTS_MAX || of_channel >= OF_A_CHANNEL || of_dealer >= OF_A_DEALER {
            return None;
        }
        taken.insert((dealer, channel), of_dealer + 1);
        Some(SendSlot { slots: self.clone(), of: (dealer, channel) })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(DealerId, MessageChannel), usize>> {
        // A poisoned lock is safe to use: values are only ever replaced as a whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many slots a channel uses.
fn of(taken: &HashMap<(DealerId, MessageChannel), usize>, channel: MessageChannel) -> usize {
    taken.iter().filter(|((_, by), _)| *by == channel).map(|(_, count)| count).sum()
}

/// A slot that is in use until it is dropped.
pub struct SendSlot {
    slots: SendSlots,
    of: (DealerId, MessageChannel),
}

impl Drop for SendSlot {
    fn drop(&mut self) {
        let mut taken = self.slots.lock();
        if let Some(count) = taken.get_mut(&self.of) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.of);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use MessageChannel::{Mail, Sms};

    fn taken(slots: &SendSlots, dealer: DealerId, channel: MessageChannel) -> Vec<SendSlot> {
        std::iter::from_fn(|| slots.take(dealer, channel)).take(SEND_SLOTS_MAX).collect()
    }

    #[test]
    fn one_dealers_gateway_gets_a_quarter_and_gives_it_back() {
        let slots = SendSlots::default();
        let texts = taken(&slots, DealerId::new(1), Sms);
        assert_eq!((texts.len(), slots.free()), (4, 12));
        assert_eq!(slots.full(), [(Some(DealerId::new(1)), Sms)]);
        assert_eq!(taken(&slots, DealerId::new(1), Mail).len(), 4, "its mail goes on");
        drop(texts);
        assert_eq!(slots.free(), SEND_SLOTS_MAX);
        assert!(slots.lock().is_empty());
    }

    #[test]
    fn a_dead_mail_server_leaves_places_for_texts() {
        let slots = SendSlots::default();
        let mails: Vec<SendSlot> = (0..5).flat_map(|dealer| taken(&slots, DealerId::new(dealer), Mail)).collect();
        assert_eq!((mails.len(), slots.free()), (12, 4));
        assert!(slots.full().contains(&(None, Mail)) && !slots.full().contains(&(None, Sms)));
        assert_eq!(taken(&slots, DealerId::new(4), Sms).len(), 4);
        let texts = taken(&slots, DealerId::new(4), Sms);
        assert_eq!((texts.len(), slots.free()), (4, 0));
        assert!(slots.take(DealerId::new(9), Sms).is_none() && slots.take(DealerId::new(9), Mail).is_none());
    }
}
