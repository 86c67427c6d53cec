-- The schema and login role of each installed app; the password is sealed with the master key.
CREATE TABLE app_database (
    app_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    schema_name text NOT NULL UNIQUE,
    role_name text NOT NULL UNIQUE,
    sealed_password text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
-- The server itself reads it as the owner, which makes the roles; the runtime login has nothing to do with it.
REVOKE ALL ON app_database FROM ${runtime};

CREATE TABLE app_state (
    app_id uuid NOT NULL,
    key text NOT NULL,
    project_id uuid NOT NULL,
    value text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (app_id, key)
);
