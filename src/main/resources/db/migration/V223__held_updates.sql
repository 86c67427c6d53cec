-- An update that asks for more than stands, until an admin agrees to this very package or somebody takes it back. One an app.
CREATE TABLE app_held_update (
    app_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    package_hash text NOT NULL,
    version text NOT NULL,
    -- As they were asked for: NULL grants are what the package asks for.
    grants text,
    settings text NOT NULL,
    datasources text NOT NULL,
    by_kind text NOT NULL,
    by_id text NOT NULL,
    by_name text NOT NULL,
    at timestamptz NOT NULL,
    FOREIGN KEY (project_id, app_id) REFERENCES installed_app (project_id, id) ON DELETE CASCADE,
    FOREIGN KEY (project_id, package_hash) REFERENCES app_package (project_id, package_hash)
);
CALL belongs_to_project('app_held_update');
