-- The packages of a project by content. The bytes are verified again each time they are loaded.
CREATE TABLE app_package (
    project_id uuid NOT NULL,
    package_hash text NOT NULL CHECK (package_hash ~ '^[0-9a-f]{64}$'),
    bytes bytea NOT NULL,
    stored_at timestamptz NOT NULL,
    PRIMARY KEY (project_id, package_hash)
);

-- One package in one project under one slug. A removed app whose data was kept holds its slug until it is purged.
CREATE TABLE installed_app (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    slug text NOT NULL CHECK (slug ~ '^[a-z][a-z0-9-]{0,62}$'),
    package_id text NOT NULL,
    name text NOT NULL,
    version text NOT NULL,
    package_hash text NOT NULL,
    state text NOT NULL CHECK (state IN ('ENABLED', 'DISABLED', 'REMOVED')),
    grants text NOT NULL,
    settings text NOT NULL,
    datasources text NOT NULL,
    schedule text,
    overlap text NOT NULL,
    owner_id uuid NOT NULL,
    installed_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    UNIQUE (project_id, slug),
    FOREIGN KEY (project_id, package_hash) REFERENCES app_package (project_id, package_hash)
);
