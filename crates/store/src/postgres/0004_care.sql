-- Who asked to be called; what names them lies in `person` under the same id.
CREATE TABLE callback (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL,
  reference TEXT NOT NULL, open BIGINT NOT NULL, due_at BIGINT NOT NULL, closed_at BIGINT, body TEXT NOT NULL,
  PRIMARY KEY (dealer, id), CONSTRAINT callback_reference UNIQUE (dealer, reference)
);
CREATE INDEX callback_open ON callback (dealer, open, due_at);

-- Who waits for room; what names those without a booking lies in `person` under the same id.
CREATE TABLE wish (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL,
  state TEXT NOT NULL, passed BIGINT NOT NULL, last_day BIGINT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (dealer, id)
);
CREATE INDEX wish_queue ON wish (dealer, state, passed, id);

-- Room that became free while nobody may be disturbed: offered when they may.
CREATE TABLE freed (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL, claims TEXT NOT NULL,
  PRIMARY KEY (dealer, id)
);
