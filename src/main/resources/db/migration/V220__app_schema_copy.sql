-- Copies of an app's schema: one that an update is made in, and those that were live before one. Rows are the owner's alone.
ALTER TABLE app_database ADD UNIQUE (project_id, app_id);
CREATE TABLE app_schema_copy (
    schema_name text PRIMARY KEY CHECK (schema_name ~ '^app_[0-9a-f]{20}$'),
    project_id uuid NOT NULL,
    app_id uuid NOT NULL,
    -- NEXT: being made. KEPT: it was live once. GONE: it waits for being dropped.
    purpose text NOT NULL CHECK (purpose IN ('NEXT', 'KEPT', 'GONE')),
    label text NOT NULL,
    made_at timestamptz NOT NULL,
    kept_until timestamptz,
    bytes bigint NOT NULL,
    CHECK (purpose <> 'KEPT' OR kept_until IS NOT NULL),
    UNIQUE (project_id, schema_name),
    -- Without ON DELETE: whoever forgets an app has dropped its copies before.
    FOREIGN KEY (project_id, app_id) REFERENCES app_database (project_id, app_id)
);
CREATE UNIQUE INDEX app_schema_copy_next ON app_schema_copy (app_id) WHERE purpose = 'NEXT';
CREATE INDEX app_schema_copy_app ON app_schema_copy (project_id, app_id);

-- The app's small state as it was when the schema that is kept went out of use.
CREATE TABLE app_state_copy (
    schema_name text NOT NULL,
    key text NOT NULL,
    project_id uuid NOT NULL,
    value text NOT NULL,
    version bigint NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (schema_name, key),
    FOREIGN KEY (project_id, schema_name) REFERENCES app_schema_copy (project_id, schema_name) ON DELETE CASCADE
);

CALL belongs_to_project('app_schema_copy');
CALL belongs_to_project('app_state_copy');
REVOKE ALL ON app_schema_copy, app_state_copy FROM ${runtime};
-- appdb works as the owner, and knows apps and not their projects.
CREATE POLICY appdb ON app_schema_copy TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY appdb ON app_state_copy TO CURRENT_USER USING (true) WITH CHECK (true);
