-- Why the platform turned an app off, as at the end of its trial; NULL where people did, or nobody. state_reason is of apps that failed.
ALTER TABLE installed_app ADD COLUMN turned_off text;
