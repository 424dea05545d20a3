//! What a booking is while it is being made.
