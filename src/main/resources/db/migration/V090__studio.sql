-- What people write in the browser before it is a package.
CREATE TABLE draft (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    name text NOT NULL,
    files text NOT NULL,
    revision bigint NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX draft_by_project ON draft (project_id, changed_at DESC);
