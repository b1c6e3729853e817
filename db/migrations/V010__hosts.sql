-- Hosts and their keys, groups, grains and mine.
CREATE TABLE host (
    hostname      VARCHAR(253)  PRIMARY KEY,
    public_key    VARCHAR(8192) NOT NULL,
    fingerprint   VARCHAR(95)   NOT NULL,
    status        VARCHAR(10)   NOT NULL,
    address       VARCHAR(100)  NOT NULL,
    first_seen    ${time}       NOT NULL,
    last_seen     ${time}       NOT NULL,
    decided_at    ${time},
    decided_by    VARCHAR(100),
    protocol      INTEGER       NOT NULL,
    legacy_until  ${time},
    legacy_reason VARCHAR(1000),
    os            VARCHAR(200)               -- copied from the grains, to sort by
);
CREATE INDEX host_status ON host (status, hostname);
CREATE INDEX host_last_seen ON host (last_seen);

-- Further keys shown for a hostname that has one.
CREATE TABLE key_claim (
    hostname    VARCHAR(253)  NOT NULL REFERENCES host (hostname) ON DELETE CASCADE,
    fingerprint VARCHAR(95)   NOT NULL,
    public_key  VARCHAR(8192) NOT NULL,
    address     VARCHAR(100)  NOT NULL,
    first_seen  ${time}       NOT NULL,
    last_seen   ${time}       NOT NULL,
    PRIMARY KEY (hostname, fingerprint)
);

-- A group is its members and the hosts its rule matches.
CREATE TABLE host_group (
    name        VARCHAR(64)    PRIMARY KEY,
    description VARCHAR(1000)  NOT NULL,
    rule        VARCHAR(10000) NOT NULL
);
CREATE TABLE host_group_member (
    group_name VARCHAR(64)  NOT NULL REFERENCES host_group (name) ON DELETE CASCADE,
    hostname   VARCHAR(253) NOT NULL REFERENCES host (hostname) ON DELETE CASCADE,
    PRIMARY KEY (group_name, hostname)
);
CREATE INDEX host_group_member_host ON host_group_member (hostname);

-- One JSON document per accepted host. Not TEXT: H2 keeps that apart from the row, which is slow for ten thousand small ones.
CREATE TABLE grain (
    hostname VARCHAR(253)     PRIMARY KEY REFERENCES host (hostname) ON DELETE CASCADE,
    document VARCHAR(1048576) NOT NULL,
    recorded ${time}          NOT NULL
);

-- What hosts offer each other, one JSON document per function, with its access rule inside as sent.
CREATE TABLE mine (
    hostname VARCHAR(253)     NOT NULL REFERENCES host (hostname) ON DELETE CASCADE,
    function VARCHAR(200)     NOT NULL,
    document VARCHAR(1048576) NOT NULL,
    bytes    INTEGER          NOT NULL,
    PRIMARY KEY (hostname, function)
);
CREATE INDEX mine_function ON mine (function);
