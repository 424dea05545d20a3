-- What is to be told to customers. Ids, codes and instants; `about` alone may name a person and goes when it is sent.
DROP TABLE outbox;
CREATE TABLE message (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL,
  kind TEXT NOT NULL, visit BIGINT, starts_at BIGINT NOT NULL,
  state TEXT NOT NULL, created_at BIGINT NOT NULL, due_at BIGINT NOT NULL, useless_at BIGINT,
  version BIGINT NOT NULL, attempts BIGINT NOT NULL, lease_until BIGINT, channel TEXT, reason TEXT, sent_at BIGINT, about TEXT,
  PRIMARY KEY (dealer, id)
);
CREATE INDEX message_due ON message (state, due_at);
CREATE INDEX message_by_visit ON message (dealer, visit);
