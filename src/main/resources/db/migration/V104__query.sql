-- What an administrator says of a login that can change data: apps are refused it, or may use it.
ALTER TABLE datasource ADD COLUMN writable_login text NOT NULL DEFAULT 'refuse' CHECK (writable_login IN ('refuse', 'allow'));

-- Queries that people suggest and administrators approve.
CREATE TABLE query (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project (id),
    name text NOT NULL,
    description text NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'approved', 'disabled')),
    -- The version that runs while the state is approved, and that ran until it was disabled.
    approved_version integer,
    latest_version integer NOT NULL,
    made_by uuid NOT NULL,
    made_by_name text NOT NULL,
    made_at timestamptz NOT NULL,
    CHECK (state = 'draft' OR approved_version IS NOT NULL)
);
CREATE UNIQUE INDEX query_name ON query (project_id, lower(name));

-- Each wording of a query. What was decided on is never changed; only the references are read anew when the schema changes.
CREATE TABLE query_version (
    project_id uuid NOT NULL REFERENCES project (id),
    query_id uuid NOT NULL REFERENCES query (id) ON DELETE CASCADE,
    number integer NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'approved', 'rejected', 'replaced')),
    -- No reference: an old version may tell of a datasource that is gone.
    datasource_id uuid NOT NULL,
    dialect text NOT NULL,
    sql text NOT NULL,
    parameters text NOT NULL,
    writes boolean NOT NULL,
    row_limit integer NOT NULL,
    -- SHA-256 over all that is approved.
    hash text NOT NULL,
    -- Why the parser could not read it; an administrator's approval stands for the parser then.
    unread text,
    suggested_by uuid NOT NULL,
    suggested_by_name text NOT NULL,
    suggested_at timestamptz NOT NULL,
    decided_by uuid,
    decided_by_name text,
    decided_at timestamptz,
    reason text,
    -- JSON, and the hash of the schema that it was read against.
    refs text NOT NULL,
    refs_schema text NOT NULL,
    PRIMARY KEY (query_id, number)
);
CREATE INDEX query_version_by_datasource ON query_version (project_id, datasource_id);
