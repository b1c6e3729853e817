-- H2 stores a sequence, and with it all else that changed, each time its reserve of numbers is used up: every 32 rows by default.
-- PostgreSQL keeps a reserve for each connection, which would break the order of changes, and needs none.
ALTER SEQUENCE job_change ${reserve};
