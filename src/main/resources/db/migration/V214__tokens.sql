-- Tokens of language models. They are added when a call is settled, and not with a run's end: a run that dies has spent them.
ALTER TABLE usage_day ADD COLUMN tokens bigint NOT NULL DEFAULT 0;
-- Of these, those of the platform's own model.
ALTER TABLE usage_day ADD COLUMN community_tokens bigint NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN tokens bigint;

-- Tokens that calls may use which are under way. One that is never settled counts no longer once it expires.
CREATE TABLE usage_reservation (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    day date NOT NULL,
    app text NOT NULL,
    run uuid NOT NULL,
    tokens bigint NOT NULL CHECK (tokens >= 0),
    community boolean NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX usage_reservation_day ON usage_reservation (project_id, day);
CALL belongs_to_project('usage_reservation');
