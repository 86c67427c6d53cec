-- What a project has published for itself: each version once and for all. One that was withdrawn keeps its number and its bytes.
CREATE TABLE private_package (
    project_id uuid NOT NULL,
    package_id text NOT NULL,
    version text NOT NULL,
    package_hash text NOT NULL,
    name text NOT NULL,
    summary text NOT NULL,
    description text NOT NULL,
    category text NOT NULL,
    runtime text NOT NULL,
    capabilities text NOT NULL,
    exports text NOT NULL,
    changelog text NOT NULL,
    bytes bytea NOT NULL,
    published_at timestamptz NOT NULL,
    by_kind text NOT NULL,
    by_id text NOT NULL,
    by_name text NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_why text,
    PRIMARY KEY (project_id, package_id, version),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_why IS NULL))
);
CALL belongs_to_project('private_package');
