-- Until when one server asks the identity provider about this session: no other uses the same refresh token meanwhile, as many
-- providers take a second use for a theft and end the sign-in.
ALTER TABLE sso_session ADD COLUMN asking_until timestamptz;

-- Why a schedule stands still: the one in whose name it ran may no longer. Whoever sets it again runs it in theirs.
ALTER TABLE installed_app ADD COLUMN schedule_paused text;
GRANT SELECT (owner_id, schedule_paused) ON installed_app TO ${across};
