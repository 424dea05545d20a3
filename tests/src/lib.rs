//! The whole system from outside: what drives it.
