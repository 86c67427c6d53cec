-- One run of one app. It goes with its app when that is purged.
CREATE TABLE run (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    app_id uuid NOT NULL REFERENCES installed_app (id) ON DELETE CASCADE,
    app_slug text NOT NULL,
    version text NOT NULL,
    package_hash text NOT NULL,
    trigger_kind text NOT NULL,
    trigger_json text NOT NULL,
    principal_kind text NOT NULL,
    principal_id uuid NOT NULL,
    principal_name text NOT NULL,
    input text NOT NULL,
    entry text NOT NULL DEFAULT 'main',
    attempt int NOT NULL DEFAULT 1,
    engine text,
    state text NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'WAITING', 'ENDED')),
    outcome text CHECK (outcome IN ('SUCCEEDED', 'FAILED', 'OUT_OF_FUEL', 'OUT_OF_MEMORY', 'STACK_OVERFLOW',
        'TIMED_OUT', 'CANCELLED', 'REFUSED', 'LOST')),
    error_code text,
    error_message text,
    error_where text,
    seed bigint NOT NULL,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    wall_millis bigint,
    host_millis bigint,
    memory_bytes_max bigint,
    fuel bigint,
    host_calls bigint,
    server_id text NOT NULL,
    lease_until timestamptz NOT NULL,
    cancel_requested boolean NOT NULL DEFAULT false,
    idempotency_key text,
    CHECK ((state = 'ENDED') = (outcome IS NOT NULL))
);
CREATE UNIQUE INDEX run_idempotency ON run (app_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX run_by_project ON run (project_id, created_at DESC, id DESC);
CREATE INDEX run_by_app ON run (app_id, created_at DESC, id DESC);
CREATE INDEX run_open ON run (lease_until) WHERE state <> 'ENDED';

CREATE TABLE run_output (
    run_id uuid PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    project_id uuid NOT NULL,
    output text NOT NULL,
    output_hash text NOT NULL
);

CREATE TABLE run_log (
    run_id uuid NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    sequence int NOT NULL,
    project_id uuid NOT NULL,
    level text NOT NULL,
    at_millis bigint NOT NULL,
    message text NOT NULL,
    fields text NOT NULL,
    PRIMARY KEY (run_id, sequence)
);

CREATE TABLE run_call (
    run_id uuid NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    sequence int NOT NULL,
    project_id uuid NOT NULL,
    function text NOT NULL,
    arguments_hash text NOT NULL,
    arguments text NOT NULL,
    code text NOT NULL,
    duration_micros bigint NOT NULL,
    row_count int NOT NULL,
    answer_bytes bigint NOT NULL,
    PRIMARY KEY (run_id, sequence)
);
