-- For how many days a reply is kept, and the version of what it answered, which goes out as its ETag.
ALTER TABLE idempotency ADD COLUMN days BIGINT NOT NULL DEFAULT 1;
ALTER TABLE idempotency ADD COLUMN version BIGINT;
