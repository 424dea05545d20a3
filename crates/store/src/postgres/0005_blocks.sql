-- Resources out of use for a while: by stable name, instants in microseconds, the reason a code.
CREATE TABLE block (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL,
  resource TEXT NOT NULL, places BIGINT NOT NULL CHECK (places > 0),
  begins_at BIGINT NOT NULL, ends_at BIGINT NOT NULL, reason TEXT NOT NULL,
  created_at BIGINT NOT NULL, staff BIGINT NOT NULL,
  PRIMARY KEY (dealer, id), CHECK (begins_at < ends_at)
);
CREATE INDEX block_by_end ON block (dealer, ends_at);

-- The last guard: what is taken never exceeds what there was when it was taken, blocks taken off.
ALTER TABLE capacity ADD COLUMN places BIGINT NOT NULL DEFAULT 65535;
ALTER TABLE capacity ADD CONSTRAINT capacity_within CHECK (used <= places);

-- Calls to customers, for an invitation or a confirmation, and what came of them: codes only.
CREATE TABLE contact (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL,
  visit BIGINT NOT NULL, purpose TEXT NOT NULL, outcome TEXT NOT NULL, at BIGINT NOT NULL, staff BIGINT NOT NULL,
  PRIMARY KEY (dealer, id)
);
CREATE INDEX contact_by_visit ON contact (dealer, purpose, visit);
