-- A screen's token by its hash (NULL: paired before this step, '': not claimed yet), what it reported with its last
-- contact, and how often it was told to load itself anew and obeyed.
ALTER TABLE screen ADD COLUMN token_hash TEXT;
ALTER TABLE screen ADD COLUMN version TEXT;
ALTER TABLE screen ADD COLUMN width BIGINT;
ALTER TABLE screen ADD COLUMN height BIGINT;
ALTER TABLE screen ADD COLUMN reload BIGINT NOT NULL DEFAULT 0;
ALTER TABLE screen ADD COLUMN reloaded BIGINT NOT NULL DEFAULT 0;
