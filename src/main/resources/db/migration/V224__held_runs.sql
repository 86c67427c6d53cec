-- Until when no run of an app begins: an update is changing its tables. It ends by itself, should the server that set it die.
ALTER TABLE installed_app ADD COLUMN held_until timestamptz;
GRANT SELECT (held_until) ON installed_app TO ${across};
