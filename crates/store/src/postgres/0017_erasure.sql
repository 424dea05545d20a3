CREATE TABLE erasure (
  dealer BIGINT NOT NULL, visit BIGINT NOT NULL, at BIGINT NOT NULL,
  PRIMARY KEY (dealer, visit)
);
