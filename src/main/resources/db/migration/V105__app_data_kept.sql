-- Until when the data of a removed app is kept. NULL for an app that is not removed, and for one whose data is being purged.
ALTER TABLE installed_app ADD COLUMN data_kept_until timestamptz;
UPDATE installed_app SET data_kept_until = now() + interval '30 days' WHERE state = 'REMOVED';
CREATE INDEX installed_app_removed ON installed_app (data_kept_until) WHERE state = 'REMOVED';
