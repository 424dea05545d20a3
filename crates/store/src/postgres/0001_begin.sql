-- Instants in microseconds, booleans as 0/1, rows keyed by dealer first.
CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE signing_key (id BIGINT NOT NULL PRIMARY KEY, secret TEXT NOT NULL, created_at BIGINT NOT NULL);

CREATE TABLE dealer (
  id BIGINT NOT NULL PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  config_version BIGINT NOT NULL,
  last_event BIGINT NOT NULL,
  last_id BIGINT NOT NULL,
  last_number BIGINT NOT NULL,
  stock_mark BIGINT NOT NULL
);

CREATE TABLE staff (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL,
  login TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, password_hash TEXT NOT NULL,
  PRIMARY KEY (dealer, id), UNIQUE (dealer, login)
);

CREATE TABLE session (
  token_hash TEXT NOT NULL PRIMARY KEY,
  dealer BIGINT NOT NULL, staff BIGINT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL
);

-- How much of a resource is taken in a quarter hour (of loaners: on a day), and how much of that by bookings.
CREATE TABLE capacity (
  dealer BIGINT NOT NULL, bucket BIGINT NOT NULL, resource TEXT NOT NULL,
  used BIGINT NOT NULL CHECK (used >= 0), booked BIGINT NOT NULL CHECK (booked >= 0),
  PRIMARY KEY (dealer, bucket, resource)
);

CREATE TABLE hold (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL,
  secret TEXT NOT NULL, offer TEXT NOT NULL, claims TEXT NOT NULL,
  expires_at BIGINT NOT NULL, renewed BIGINT NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (dealer, id)
);
CREATE INDEX hold_by_expiry ON hold (dealer, state, expires_at);

CREATE TABLE visit (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL,
  reference TEXT NOT NULL, day BIGINT NOT NULL, on_board BIGINT NOT NULL, number BIGINT,
  last_event BIGINT NOT NULL, generation BIGINT NOT NULL, claims TEXT NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (dealer, id), CONSTRAINT visit_reference UNIQUE (dealer, reference)
);
CREATE INDEX visit_by_day ON visit (dealer, day);
CREATE INDEX visit_by_event ON visit (dealer, last_event);
CREATE INDEX visit_on_board ON visit (dealer, on_board, number);

-- What names a person: erased as a whole.
CREATE TABLE person (
  dealer BIGINT NOT NULL, visit BIGINT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (dealer, visit)
);

-- Work order and statement as drawn up by the desk.
CREATE TABLE paper (
  dealer BIGINT NOT NULL, visit BIGINT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (dealer, visit)
);

-- Ids, codes, instants and amounts only; numbers are gapless per dealer, in commit order.
CREATE TABLE event (
  dealer BIGINT NOT NULL, number BIGINT NOT NULL,
  visit BIGINT NOT NULL, at BIGINT NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (dealer, number)
);
CREATE INDEX event_by_visit ON event (dealer, visit, number);

-- Free text beside an event.
CREATE TABLE note (
  dealer BIGINT NOT NULL, event BIGINT NOT NULL, visit BIGINT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (dealer, event)
);

CREATE TABLE signature (
  dealer BIGINT NOT NULL, visit BIGINT NOT NULL, purpose TEXT NOT NULL,
  name TEXT NOT NULL, path TEXT, at BIGINT NOT NULL,
  PRIMARY KEY (dealer, visit, purpose)
);

CREATE TABLE screen (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL,
  kind TEXT NOT NULL, name TEXT NOT NULL, created_at BIGINT NOT NULL, seen_at BIGINT, revoked BIGINT NOT NULL,
  PRIMARY KEY (dealer, id)
);

CREATE TABLE pairing (
  poll_hash TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, expires_at BIGINT NOT NULL,
  dealer BIGINT, screen BIGINT
);

CREATE TABLE idempotency (
  scope TEXT NOT NULL, key TEXT NOT NULL,
  body_hash TEXT NOT NULL, status BIGINT NOT NULL, reply TEXT NOT NULL, created_at BIGINT NOT NULL,
  dealer BIGINT NOT NULL, visit BIGINT,
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

CREATE TABLE outbox (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL,
  kind TEXT NOT NULL, visit BIGINT NOT NULL, due_at BIGINT NOT NULL, sent_at BIGINT,
  PRIMARY KEY (dealer, id)
);
CREATE INDEX outbox_due ON outbox (sent_at, due_at);
