-- What a run could have used, beside what it did use; absent in runs from before, and where no guest ran.
ALTER TABLE run ADD COLUMN limit_fuel bigint;
ALTER TABLE run ADD COLUMN limit_memory_bytes bigint;
ALTER TABLE run ADD COLUMN limit_timeout_millis bigint;
ALTER TABLE run ADD COLUMN limit_host_calls int;
