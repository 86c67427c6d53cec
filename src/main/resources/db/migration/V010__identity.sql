CREATE TABLE ekaya.app_user (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    -- Absent for who signs in by the identity provider only.
    password text,
    -- The identity provider's name for this person: issuer, a space, subject.
    subject text UNIQUE,
    -- As the identity provider last told them, one a line; which roles they give is configuration.
    sso_groups text NOT NULL DEFAULT '',
    platform_admin boolean NOT NULL,
    disabled boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX app_user_name ON ekaya.app_user (lower(name));

CREATE TABLE ekaya.project (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX project_name ON ekaya.project (lower(name));

CREATE TABLE ekaya.project_member (
    project_id uuid NOT NULL REFERENCES ekaya.project ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES ekaya.app_user ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'AUTHOR', 'ADMIN')),
    PRIMARY KEY (project_id, user_id)
);
CREATE INDEX project_member_user ON ekaya.project_member (user_id);

-- Only hashes of what clients hold: who reads these tables can sign in as nobody.
CREATE TABLE ekaya.user_session (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES ekaya.app_user ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    used_at timestamptz NOT NULL
);
CREATE INDEX user_session_user ON ekaya.user_session (user_id, created_at);

CREATE TABLE ekaya.api_token (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES ekaya.project ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES ekaya.app_user ON DELETE CASCADE,
    name text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    role text NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'AUTHOR', 'ADMIN')),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX api_token_user ON ekaya.api_token (user_id, created_at);

-- The key is a hash of user name and address: people type passwords into the name field.
CREATE TABLE ekaya.sign_in_attempt (
    key bytea PRIMARY KEY,
    failures integer NOT NULL,
    blocked_until timestamptz NOT NULL,
    last_at timestamptz NOT NULL
);
CREATE INDEX sign_in_attempt_last ON ekaya.sign_in_attempt (last_at);
