-- New passwords end a person's sessions.
CREATE INDEX session_by_staff ON session (dealer, staff);
-- Pairings are counted and forgotten by their expiry, and end with the first call of their screen.
CREATE INDEX pairing_by_expiry ON pairing (expires_at);
CREATE INDEX pairing_by_screen ON pairing (dealer, screen);
