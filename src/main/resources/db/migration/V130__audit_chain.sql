-- What an auditor asks of an event beside who, what and when.
ALTER TABLE audit_event
    ADD COLUMN outcome text NOT NULL DEFAULT 'DONE',
    ADD COLUMN severity text NOT NULL DEFAULT 'INFO',
    -- On whose behalf the actor's rights were used: the app's slug and its run.
    ADD COLUMN via_app text,
    ADD COLUMN via_run text,
    ADD COLUMN address text,
    ADD COLUMN request_id text,
    -- {"role": {"before": "viewer", "after": "admin"}}; never a secret.
    ADD COLUMN changes jsonb,
    -- Refusals of one kind are one row: how many, and when the last was; the first is "at".
    ADD COLUMN count bigint NOT NULL DEFAULT 1,
    ADD COLUMN last_at timestamptz;
CREATE INDEX audit_event_type ON audit_event (project_id, type, id);

-- What the sealer has yet to do, appended with the event. Ids only, so that who looks for work sees nothing of a project;
-- chain_id is the project's id, or zeros for what belongs to none.
CREATE TABLE audit_unsealed (
    event_id bigint PRIMARY KEY,
    chain_id uuid NOT NULL
);
INSERT INTO audit_unsealed (event_id, chain_id)
    SELECT id, coalesce(project_id, '00000000-0000-0000-0000-000000000000') FROM audit_event;

-- An event's place in its project's chain: hash = SHA-256 over the hash before it and the event.
CREATE TABLE audit_seal (
    project_id uuid,
    sequence bigint NOT NULL,
    event_id bigint PRIMARY KEY,
    hash bytea NOT NULL,
    UNIQUE NULLS NOT DISTINCT (project_id, sequence)
);

-- The signed end of each chain, and the signed place where the retention cut it.
CREATE TABLE audit_head (
    project_id uuid,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    at timestamptz NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    UNIQUE NULLS NOT DISTINCT (project_id)
);
CREATE TABLE audit_anchor (
    project_id uuid,
    sequence bigint NOT NULL,
    hash bytea NOT NULL,
    at timestamptz NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    UNIQUE NULLS NOT DISTINCT (project_id, sequence)
);

-- The pair that signs heads and anchors, sealed with the master key.
CREATE TABLE audit_key (
    id text PRIMARY KEY,
    sealed_pair text NOT NULL,
    made_at timestamptz NOT NULL
);

REVOKE UPDATE, DELETE, TRUNCATE ON audit_seal, audit_anchor, audit_key FROM ${runtime};
REVOKE DELETE, TRUNCATE ON audit_head FROM ${runtime};
REVOKE UPDATE, TRUNCATE ON audit_unsealed FROM ${runtime};

-- The one way in which the server's login loses events: the oldest of a chain, up to a signed anchor, and none of the last 30 days.
CREATE FUNCTION audit_cut(chain uuid, upto bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ekaya, pg_temp
AS $$
DECLARE
    removed bigint;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_anchor a JOIN audit_seal s ON s.sequence = a.sequence AND s.hash = a.hash
        WHERE a.sequence = upto AND (a.project_id = chain OR a.project_id IS NULL AND chain IS NULL) AND (s.project_id = chain OR s.project_id IS NULL AND chain IS NULL)) THEN
        RAISE EXCEPTION 'The audit is cut only at an anchor';
    END IF;
    IF EXISTS (
        SELECT 1 FROM audit_seal s JOIN audit_event e ON e.id = s.event_id
        WHERE s.sequence <= upto AND (s.project_id = chain OR s.project_id IS NULL AND chain IS NULL)
            AND greatest(e.at, e.last_at) > now() - interval '30 days') THEN
        RAISE EXCEPTION 'The audit of the last 30 days is not cut';
    END IF;
    DELETE FROM audit_event e USING audit_seal s
        WHERE s.event_id = e.id AND s.sequence <= upto AND (s.project_id = chain OR s.project_id IS NULL AND chain IS NULL);
    DELETE FROM audit_seal WHERE sequence <= upto AND (project_id = chain OR project_id IS NULL AND chain IS NULL);
    GET DIAGNOSTICS removed = ROW_COUNT;
    DELETE FROM audit_anchor WHERE sequence < upto AND (project_id = chain OR project_id IS NULL AND chain IS NULL);
    RETURN removed;
END
$$;
REVOKE ALL ON FUNCTION audit_cut(uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_cut(uuid, bigint) TO ${runtime};

-- A chain is read and written in its project, that of no project in no project.
CALL belongs_to_project('audit_seal');
CALL belongs_to_project('audit_head');
CALL belongs_to_project('audit_anchor');
-- Which chains there are, for the retention; and whose a run was that died with its server, for the audit.
GRANT SELECT (project_id) ON audit_head, run TO ${across};
CREATE POLICY across_reads ON audit_head FOR SELECT TO ${across} USING (true);
