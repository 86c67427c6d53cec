-- Databases that a project's apps may read; the password is sealed with the master key.
CREATE TABLE datasource (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project (id),
    name text NOT NULL,
    type text NOT NULL,
    host text NOT NULL,
    port integer NOT NULL,
    database_name text NOT NULL,
    user_name text NOT NULL,
    ssl_mode text NOT NULL,
    sealed_password text NOT NULL,
    can_write boolean NOT NULL,
    -- Counts changes, so that every server's connections are renewed after one.
    version integer NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX datasource_name ON datasource (project_id, lower(name));
