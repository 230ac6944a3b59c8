CREATE TABLE declaration (
    content_hash VARCHAR(64) NOT NULL,
    worksheet TEXT NOT NULL,
    version TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (content_hash)
);
CREATE TABLE form (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    alliance TEXT NOT NULL,
    wave TEXT NOT NULL,
    form_code TEXT NOT NULL,
    file_sha256 VARCHAR(64) NOT NULL,
    file_name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    declarations JSON NOT NULL,
    created_at DATETIME NOT NULL,
    UNIQUE (alliance, wave, file_sha256)
);
CREATE INDEX form_by_wave ON form (wave);
CREATE TABLE original (
    sha256 VARCHAR(64) NOT NULL,
    size INTEGER NOT NULL,
    first_seen DATETIME NOT NULL,
    PRIMARY KEY (sha256)
);
CREATE TABLE ruecklauf_meta (
    "key" VARCHAR(40) NOT NULL,
    value VARCHAR(40) NOT NULL,
    PRIMARY KEY ("key")
);
CREATE TABLE correction (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    sha256 VARCHAR(64) NOT NULL,
    alliance TEXT NOT NULL,
    wave TEXT NOT NULL,
    worksheet TEXT NOT NULL,
    section TEXT NOT NULL,
    row_id TEXT NOT NULL,
    field TEXT NOT NULL,
    recorded_at DATETIME NOT NULL,
    person TEXT NOT NULL,
    reason TEXT NOT NULL,
    value TEXT,
    missing VARCHAR(20),
    FOREIGN KEY(sha256) REFERENCES original (sha256)
);
CREATE INDEX correction_by_alliance ON correction (alliance, wave, worksheet);
CREATE TABLE receipt (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    sha256 VARCHAR(64) NOT NULL,
    file_name TEXT NOT NULL,
    received_at DATETIME NOT NULL,
    FOREIGN KEY(sha256) REFERENCES original (sha256)
);
CREATE INDEX ix_receipt_sha256 ON receipt (sha256);
CREATE TABLE submission (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    sha256 VARCHAR(64) NOT NULL,
    importer_version TEXT NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    alliance TEXT NOT NULL,
    wave TEXT NOT NULL,
    confidence VARCHAR(20) NOT NULL,
    imported_at DATETIME NOT NULL,
    count_answers INTEGER,
    count_template INTEGER,
    count_findings INTEGER,
    UNIQUE (sha256, importer_version),
    FOREIGN KEY(sha256) REFERENCES original (sha256)
);
CREATE INDEX submission_by_alliance ON submission (alliance, wave);
CREATE TABLE finding (
    submission_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    code TEXT NOT NULL,
    severity VARCHAR(20) NOT NULL,
    worksheet TEXT NOT NULL,
    section TEXT NOT NULL,
    row_id TEXT NOT NULL,
    field TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    found TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (submission_id, seq),
    FOREIGN KEY(submission_id) REFERENCES submission (id)
) WITHOUT ROWID;
CREATE TABLE record (
    submission_id INTEGER NOT NULL,
    worksheet TEXT NOT NULL,
    section TEXT NOT NULL,
    row_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    printed BOOLEAN NOT NULL,
    PRIMARY KEY (submission_id, worksheet, section, row_id),
    FOREIGN KEY(submission_id) REFERENCES submission (id)
) WITHOUT ROWID;
CREATE TABLE submission_worksheet (
    submission_id INTEGER NOT NULL,
    worksheet TEXT NOT NULL,
    version TEXT NOT NULL,
    declaration_hash VARCHAR(64) NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY (submission_id, worksheet),
    FOREIGN KEY(submission_id) REFERENCES submission (id),
    FOREIGN KEY(declaration_hash) REFERENCES declaration (content_hash)
) WITHOUT ROWID;
CREATE TABLE value (
    submission_id INTEGER NOT NULL,
    worksheet TEXT NOT NULL,
    section TEXT NOT NULL,
    row_id TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT,
    missing VARCHAR(20),
    raw TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    PRIMARY KEY (submission_id, worksheet, section, row_id, field),
    FOREIGN KEY(submission_id) REFERENCES submission (id)
) WITHOUT ROWID;
