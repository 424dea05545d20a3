-- Numbers drawn at the arrival kiosk by who has no booking: codes and instants, nothing that names a person.
CREATE TABLE ticket (
  dealer BIGINT NOT NULL, id BIGINT NOT NULL,
  day BIGINT NOT NULL, number BIGINT NOT NULL, open BIGINT NOT NULL, visit BIGINT, body TEXT NOT NULL,
  PRIMARY KEY (dealer, id), CONSTRAINT ticket_number UNIQUE (dealer, day, number)
);
CREATE INDEX ticket_by_visit ON ticket (dealer, visit);
