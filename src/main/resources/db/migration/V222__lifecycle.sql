-- What is going on with an app. enabled is what people want; it outlasts an update, in which the app goes on as the version before.
ALTER TABLE installed_app DROP CONSTRAINT installed_app_state_check;
ALTER TABLE installed_app ADD COLUMN enabled boolean NOT NULL DEFAULT true;
ALTER TABLE installed_app ADD COLUMN state_reason text;
UPDATE installed_app SET enabled = (state <> 'DISABLED');
-- Its data is being purged.
UPDATE installed_app SET state = 'UNINSTALLING' WHERE state = 'REMOVED' AND data_kept_until IS NULL;
ALTER TABLE installed_app ADD CONSTRAINT installed_app_state CHECK (CASE state
    WHEN 'ENABLED' THEN enabled
    WHEN 'DISABLED' THEN NOT enabled
    WHEN 'FAILED' THEN state_reason IS NOT NULL
    WHEN 'REMOVED' THEN data_kept_until IS NOT NULL
    ELSE state IN ('INSTALLING', 'UPDATING', 'UNINSTALLING') END);
DROP INDEX installed_app_removed;
CREATE INDEX installed_app_removed ON installed_app (data_kept_until) WHERE state IN ('REMOVED', 'UNINSTALLING');

-- A change of an app that takes several steps, while it goes on: one an app. What is left of one whose server died is undone.
CREATE TABLE app_operation (
    app_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('INSTALL', 'UPDATE', 'ROLLBACK')),
    step text NOT NULL,
    server_id text NOT NULL,
    began_at timestamptz NOT NULL,
    lease_until timestamptz NOT NULL,
    -- An app that was removed, whose data was kept and found again.
    again boolean NOT NULL,
    FOREIGN KEY (project_id, app_id) REFERENCES installed_app (project_id, id) ON DELETE CASCADE
);
CALL belongs_to_project('app_operation');
GRANT SELECT (app_id, project_id, server_id, lease_until) ON app_operation TO ${across};
CREATE POLICY across_reads ON app_operation FOR SELECT TO ${across} USING (true);

-- What an app has been, the newest line what it is. Of one that was replaced: with what it last ran.
CREATE TABLE app_version (
    app_id uuid NOT NULL,
    number int NOT NULL,
    project_id uuid NOT NULL,
    how text NOT NULL CHECK (how IN ('INSTALLED', 'UPDATED', 'ROLLED_BACK')),
    package_hash text NOT NULL,
    version text NOT NULL,
    grants text NOT NULL,
    settings text NOT NULL,
    datasources text NOT NULL,
    by_kind text NOT NULL,
    by_id text NOT NULL,
    by_name text NOT NULL,
    at timestamptz NOT NULL,
    replaced_at timestamptz,
    PRIMARY KEY (app_id, number),
    FOREIGN KEY (project_id, app_id) REFERENCES installed_app (project_id, id) ON DELETE CASCADE
);
CALL belongs_to_project('app_version');
CREATE INDEX app_version_of_project ON app_version (project_id, package_hash);
INSERT INTO app_version
    SELECT id, 1, project_id, 'INSTALLED', package_hash, version, grants, settings, datasources, 'system', 'system', 'Ekaya Apps',
        changed_at, NULL
    FROM installed_app;

-- Kept answers of models go with their app.
DELETE FROM model_answer m WHERE NOT EXISTS (SELECT FROM installed_app a WHERE a.project_id = m.project_id AND a.id = m.app_id);
ALTER TABLE model_answer ADD FOREIGN KEY (project_id, app_id) REFERENCES installed_app (project_id, id) ON DELETE CASCADE;
