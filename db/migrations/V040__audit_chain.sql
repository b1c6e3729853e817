-- Each line of the audit log carries a hash over itself and the hash of the line before, so that a change made beside Saltern shows.
ALTER TABLE audit ADD COLUMN hash VARCHAR(64);  -- null in lines from before, until the next start chains them

-- One row: how the chain ends, so that lines cut off its end show too.
CREATE TABLE audit_head (
    id    INT         PRIMARY KEY,
    lines BIGINT      NOT NULL,
    hash  VARCHAR(64) NOT NULL
);
INSERT INTO audit_head (id, lines, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
