-- When a newer version of its catalog is put into an app: by people alone, at once, or once it has been seen for so many days.
ALTER TABLE installed_app ADD COLUMN update_policy text NOT NULL DEFAULT 'manual';
ALTER TABLE installed_app ADD COLUMN update_after_days int;
ALTER TABLE installed_app ADD CONSTRAINT installed_app_update_policy CHECK (CASE update_policy
    WHEN 'cool-down' THEN update_after_days IS NOT NULL
    ELSE update_policy IN ('manual', 'auto') AND update_after_days IS NULL END);
GRANT SELECT (catalog) ON installed_app TO ${across};

-- The newest version that an app's catalog has, while it is newer than the app, and what became of it.
CREATE TABLE app_new_version (
    app_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    catalog text NOT NULL,
    package_hash text NOT NULL,
    version text NOT NULL,
    changelog text NOT NULL,
    since timestamptz NOT NULL,
    -- NULL while the policy has not tried it.
    outcome text CHECK (outcome IN ('HELD', 'FAILED')),
    reason text,
    -- Until then one server tries it, and no other does.
    taken_until timestamptz,
    FOREIGN KEY (project_id, app_id) REFERENCES installed_app (project_id, id) ON DELETE CASCADE
);
CALL belongs_to_project('app_new_version');
