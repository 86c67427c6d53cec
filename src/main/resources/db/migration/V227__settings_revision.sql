-- Counts every change of an app's settings, so that who writes them has read them as they are.
ALTER TABLE installed_app ADD COLUMN settings_revision bigint NOT NULL DEFAULT 1;
