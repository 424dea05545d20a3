-- From where a screen is seen, as said at its pairing: inches across its diagonal, centimetres to who is farthest away.
ALTER TABLE screen ADD COLUMN inches BIGINT;
ALTER TABLE screen ADD COLUMN distance_cm BIGINT;
