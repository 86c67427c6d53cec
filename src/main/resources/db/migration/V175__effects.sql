-- What a run's calls changed outside of its app's own tables, and, once a run is lost, in these. Without done_at it is in doubt.
CREATE TABLE run_effect (
    run_id uuid NOT NULL,
    project_id uuid NOT NULL,
    attempt int NOT NULL,
    sequence int NOT NULL,
    function text NOT NULL,
    arguments_hash text NOT NULL,
    arguments text NOT NULL,
    announced_at timestamptz NOT NULL,
    done_at timestamptz,
    PRIMARY KEY (run_id, attempt, sequence),
    FOREIGN KEY (project_id, run_id) REFERENCES run (project_id, id) ON DELETE CASCADE
);
CALL belongs_to_project('run_effect');

-- The attempts of a run before its last, which is the run's own row. An attempt that never began has no started_at.
CREATE TABLE run_attempt (
    run_id uuid NOT NULL,
    project_id uuid NOT NULL,
    attempt int NOT NULL,
    server_id text NOT NULL,
    started_at timestamptz,
    ended_at timestamptz NOT NULL,
    outcome text NOT NULL,
    error_code text,
    error_message text,
    error_where text,
    retry_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, attempt),
    FOREIGN KEY (project_id, run_id) REFERENCES run (project_id, id) ON DELETE CASCADE
);
CALL belongs_to_project('run_attempt');

-- A run that waits is nobody's: from retry_at on, any server takes it. away says of a failure that a database was away, which no app can help.
ALTER TABLE run ADD COLUMN retry_at timestamptz;
ALTER TABLE run ADD COLUMN away boolean NOT NULL DEFAULT false;
ALTER TABLE run ADD CONSTRAINT run_waits CHECK ((state = 'WAITING') = (retry_at IS NOT NULL));
CREATE INDEX run_waiting ON run (retry_at) WHERE state = 'WAITING';
GRANT SELECT (attempt, retry_at) ON run TO ${across};
-- What a run ends as is written in its project; across them it is only found, and its lease renewed.
REVOKE UPDATE (state, outcome, ended_at, error_code, error_message, fence) ON run FROM ${across};

-- Since when failures of its schedule are counted: the schedule was set or resumed then.
ALTER TABLE installed_app ADD COLUMN failures_since timestamptz;
