-- A project's named secrets. Values are sealed with the master key, each bound to its row's id: one copied to another row does not open.
CREATE TABLE project_secret (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    -- As it was first written; upper and lower case are one name.
    name text NOT NULL,
    sealed_value text NOT NULL,
    -- Counts every writing, also of the value that was there.
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL,
    changed_by_name text NOT NULL,
    -- When it was last opened, to the minute.
    last_used_at timestamptz
);
CREATE UNIQUE INDEX project_secret_name ON project_secret (project_id, lower(name));
CALL belongs_to_project('project_secret');
