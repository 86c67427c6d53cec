CREATE TABLE ekaya.audit_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    type text NOT NULL,
    actor_kind text NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    -- No foreign key: what happened stays when the project goes. NULL for what belongs to none.
    project_id uuid,
    subject text NOT NULL,
    details jsonb NOT NULL
);
CREATE INDEX audit_event_project ON ekaya.audit_event (project_id, id);
-- Append-only for the running server.
REVOKE UPDATE, DELETE, TRUNCATE ON ekaya.audit_event FROM ${runtime};
