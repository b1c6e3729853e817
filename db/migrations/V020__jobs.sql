-- Jobs, one ledger row per pinned host, and what the hosts returned.

-- Orders the changes of ledger rows; only the one ledger writer draws from it once a job is written.
CREATE SEQUENCE job_change;

CREATE TABLE job (
    jid         VARCHAR(41) PRIMARY KEY,
    username    VARCHAR(253) NOT NULL,
    target      TEXT NOT NULL,
    target_type VARCHAR(16) NOT NULL,
    delimiter   VARCHAR(16) NOT NULL,
    calls       TEXT NOT NULL,
    words       VARCHAR(1000) NOT NULL, -- what a search looks at, in lower case
    timeout_ms  BIGINT NOT NULL,
    returners   VARCHAR(1000) NOT NULL,
    metadata    TEXT,
    started     ${time} NOT NULL,
    published   ${time},
    finished    ${time},
    problem     VARCHAR(1000),
    total       INTEGER NOT NULL,
    n_parked    INTEGER NOT NULL,
    n_published INTEGER NOT NULL,
    n_running   INTEGER NOT NULL,
    n_ok        INTEGER NOT NULL,
    n_changed   INTEGER NOT NULL,
    n_failed    INTEGER NOT NULL,
    n_lost      INTEGER NOT NULL,
    n_killed    INTEGER NOT NULL,
    n_expired   INTEGER NOT NULL,
    CONSTRAINT job_adds_up CHECK (total = n_parked + n_published + n_running + n_ok + n_changed
        + n_failed + n_lost + n_killed + n_expired)
);
CREATE INDEX job_by_time ON job (started, jid);
CREATE INDEX job_by_end ON job (finished);

CREATE TABLE job_host (
    jid       VARCHAR(41) NOT NULL REFERENCES job (jid) ON DELETE CASCADE,
    host      VARCHAR(253) NOT NULL,
    state     VARCHAR(9) NOT NULL,
    seq       BIGINT NOT NULL,
    changed   ${time} NOT NULL,
    reason    VARCHAR(400) NOT NULL,
    retcode   INTEGER,
    late      BOOLEAN NOT NULL,
    conflicts INTEGER NOT NULL,
    output    VARCHAR(64),
    PRIMARY KEY (jid, host)
);
CREATE INDEX job_host_by_change ON job_host (jid, seq);
CREATE INDEX job_host_by_host ON job_host (host, jid);

-- n = 0 is the return that counts; 1, 2, … are different ones that came later.
CREATE TABLE job_return (
    jid      VARCHAR(41) NOT NULL REFERENCES job (jid) ON DELETE CASCADE,
    host     VARCHAR(253) NOT NULL,
    n        INTEGER NOT NULL,
    received ${time} NOT NULL,
    state    VARCHAR(9) NOT NULL,
    hash     VARCHAR(43) NOT NULL, -- names the content without what varies from run to run
    varying  BYTEA,                -- durations and the like, to be put back into the content
    retcode  INTEGER,
    PRIMARY KEY (jid, host, n)
);

-- Each distinct content of a job once, in parts of 1 MiB at most.
CREATE TABLE job_content (
    jid   VARCHAR(41) NOT NULL REFERENCES job (jid) ON DELETE CASCADE,
    hash  VARCHAR(43) NOT NULL,
    part  INTEGER NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (jid, hash, part)
);
