-- A session that the identity provider gave, and what it is asked again with.
CREATE TABLE sso_session (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE REFERENCES user_session ON DELETE CASCADE,
    -- Absent where the provider gives no refresh token.
    sealed_refresh text,
    sealed_id_token text,
    confirmed_at timestamptz NOT NULL,
    -- When a server last took it upon itself to ask.
    asked_at timestamptz NOT NULL
);

-- Which role members of a group of the identity provider have in a project.
CREATE TABLE group_role (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    group_name text NOT NULL,
    role text NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'AUTHOR', 'ADMIN')),
    UNIQUE (project_id, group_name)
);
CREATE INDEX group_role_group ON group_role (group_name);

-- When the identity provider said what sso_groups holds, so that an older token does not bring a group back.
ALTER TABLE app_user ADD COLUMN groups_at timestamptz;
-- Made by the server, so its owner chooses another before anything else.
ALTER TABLE app_user ADD COLUMN password_generated boolean NOT NULL DEFAULT false;
