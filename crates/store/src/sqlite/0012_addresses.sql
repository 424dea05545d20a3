-- The hash of a screen's lasting address, which opens it again after its storage was emptied.
ALTER TABLE screen ADD COLUMN address_hash TEXT;
