CREATE TABLE contact (
    sha256 VARCHAR(64) NOT NULL,
    importer_version TEXT NOT NULL,
    worksheet TEXT NOT NULL,
    section TEXT NOT NULL,
    row_id TEXT NOT NULL,
    field TEXT NOT NULL,
    alliance TEXT NOT NULL,
    wave TEXT NOT NULL,
    value TEXT,
    raw TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    PRIMARY KEY (sha256, importer_version, worksheet, section, row_id, field)
) WITHOUT ROWID;
CREATE INDEX contact_by_alliance ON contact (alliance, wave);
CREATE TABLE ruecklauf_meta (
    "key" VARCHAR(40) NOT NULL,
    value VARCHAR(40) NOT NULL,
    PRIMARY KEY ("key")
);
