//! The faces as people see them: a real browser, the real server, a real store.
