-- When an app is due next. The schedule itself is a column of installed_app, so that uninstalling ends it; cron is the text that
-- next_at was computed from.
CREATE TABLE schedule_cursor (
    app_id uuid PRIMARY KEY REFERENCES installed_app (id) ON DELETE CASCADE,
    project_id uuid NOT NULL,
    cron text NOT NULL,
    next_at timestamptz NOT NULL
);
CREATE INDEX schedule_due ON schedule_cursor (next_at);

-- The ledger: each due time has one line, whoever claims it. How a started one ended is told by its run.
CREATE TABLE schedule_tick (
    app_id uuid NOT NULL REFERENCES installed_app (id) ON DELETE CASCADE,
    due_at timestamptz NOT NULL,
    project_id uuid NOT NULL,
    claimed_at timestamptz NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('STARTED', 'SKIPPED')),
    reason text,
    missed int NOT NULL,
    run_id uuid,
    PRIMARY KEY (app_id, due_at)
);

-- db-scheduler's table, as its documentation gives it for PostgreSQL. It only wakes; what is due stands above.
CREATE TABLE scheduled_tasks (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data bytea,
    execution_time timestamptz NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures int,
    last_heartbeat timestamptz,
    version bigint NOT NULL,
    priority smallint,
    state text,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
