-- Fingerprints that an operator knows from elsewhere: a key that shows one of them is the right one.
CREATE TABLE expected_key (
    fingerprint VARCHAR(95)  PRIMARY KEY,
    hostname    VARCHAR(253),               -- null for a key of any host
    noted_at    ${time}      NOT NULL,
    noted_by    VARCHAR(100) NOT NULL
);
