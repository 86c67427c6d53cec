-- What the marketplace was told of a project last, and when it is asked next; none on a server without a marketplace.
CREATE TABLE marketplace_project (
    project_id uuid PRIMARY KEY REFERENCES project ON DELETE CASCADE,
    -- Digest of the apps that there were.
    told text NOT NULL,
    due_at timestamptz NOT NULL,
    failures int NOT NULL DEFAULT 0,
    why text,
    reconciled_at timestamptz
);
CALL belongs_to_project('marketplace_project');
GRANT SELECT (project_id, told, due_at, reconciled_at) ON marketplace_project TO ${across};
CREATE POLICY across_reads ON marketplace_project FOR SELECT TO ${across} USING (true);
GRANT SELECT (package_hash) ON installed_app TO ${across};

-- Ways to the marketplace and back that people have begun.
CREATE TABLE marketplace_consent (
    state_hash bytea PRIMARY KEY,
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    app_id uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    FOREIGN KEY (project_id, app_id) REFERENCES installed_app (project_id, id) ON DELETE CASCADE
);
CREATE INDEX marketplace_consent_app ON marketplace_consent (project_id, app_id);
CALL belongs_to_project('marketplace_consent');
