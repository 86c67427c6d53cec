-- Packages that projects hand to the platform's reviewers, each with the report that was made when it came.
CREATE TABLE submission (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    package_id text NOT NULL,
    version text NOT NULL,
    package_hash text NOT NULL,
    bytes bytea NOT NULL,
    licence text NOT NULL,
    changelog text NOT NULL,
    report text NOT NULL,
    -- SHA-256 of the report's bytes: what a reviewer signs for.
    report_hash text NOT NULL,
    state text NOT NULL CHECK (state IN ('SUBMITTED', 'REVIEWED', 'PUBLISHED', 'REJECTED')),
    submitted_at timestamptz NOT NULL,
    submitted_by uuid NOT NULL,
    submitted_by_name text NOT NULL,
    reviewed_at timestamptz,
    reviewed_by uuid,
    reviewed_by_name text,
    ended_at timestamptz,
    ended_by_name text,
    reason text,
    UNIQUE (project_id, id),
    CHECK (state NOT IN ('REVIEWED', 'PUBLISHED') OR reviewed_by IS NOT NULL AND reviewed_by <> submitted_by),
    CHECK ((state IN ('PUBLISHED', 'REJECTED')) = (ended_at IS NOT NULL)),
    CHECK ((state = 'REJECTED') = (reason IS NOT NULL))
);
CALL belongs_to_project('submission');
CREATE UNIQUE INDEX submission_open ON submission (project_id, package_hash) WHERE state IN ('SUBMITTED', 'REVIEWED');
-- Reviewers find what is theirs to look at, and then enter its project.
GRANT SELECT (id, project_id, state, submitted_at) ON submission TO ${across};
CREATE POLICY across_reads ON submission FOR SELECT TO ${across} USING (true);

-- What reviewers published for all projects of this server.
CREATE TABLE reviewed_package (
    package_id text NOT NULL,
    version text NOT NULL,
    package_hash text NOT NULL,
    -- The project that submitted it; whoever submits the first version of an id has the id.
    publisher_id uuid NOT NULL,
    publisher_name text NOT NULL,
    licence text NOT NULL,
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
    by_name text NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_why text,
    PRIMARY KEY (package_id, version),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_why IS NULL))
);
