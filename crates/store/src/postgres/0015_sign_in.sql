-- New passwords end a person's sessions. Codes of screens are counted, drawn and forgotten by their expiry.
CREATE INDEX session_by_staff ON session (dealer, staff);
CREATE INDEX pairing_by_expiry ON pairing (expires_at);
