-- Hosts that are waited for, how often a job went out to each host, and jobs that somebody wants ended.
ALTER TABLE job ADD COLUMN park_until ${time};
ALTER TABLE job ADD COLUMN end_asked ${time};
ALTER TABLE job_host ADD COLUMN sent INTEGER DEFAULT 1 NOT NULL; -- publications while it was there; 0 for none yet
