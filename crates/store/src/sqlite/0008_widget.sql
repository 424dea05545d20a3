-- The sites in whose pages a dealer's booking may stand, a JSON list; the version rises with every change.
CREATE TABLE widget (
  dealer BIGINT NOT NULL PRIMARY KEY, version BIGINT NOT NULL, origins TEXT NOT NULL
) WITHOUT ROWID;
