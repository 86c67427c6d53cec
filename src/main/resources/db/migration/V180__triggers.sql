-- What an app is woken by beside its schedule. 'installed' and 'schema.refreshed' are named after their kind, a webhook as people call it.
CREATE TABLE app_trigger (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    app_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('installed', 'schema.refreshed', 'webhook')),
    name text NOT NULL,
    -- Whether the package that the app is made of now asks for it.
    asked boolean NOT NULL,
    enabled boolean NOT NULL,
    -- Whose rights its runs have.
    owner_id uuid NOT NULL,
    -- Why it stands still although it is on: who owns it may no longer.
    paused text,
    changed_at timestamptz NOT NULL,
    -- Of a webhook, the last delivery that was not taken, noted every few seconds at most.
    refused_at timestamptz,
    refused_why text,
    UNIQUE (project_id, id),
    UNIQUE (app_id, name),
    FOREIGN KEY (project_id, app_id) REFERENCES installed_app (project_id, id) ON DELETE CASCADE
);

-- What deliveries to a webhook are signed with; one that was rotated away holds until its end.
CREATE TABLE app_trigger_secret (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    trigger_id uuid NOT NULL,
    sealed_secret text NOT NULL,
    made_at timestamptz NOT NULL,
    valid_until timestamptz,
    FOREIGN KEY (project_id, trigger_id) REFERENCES app_trigger (project_id, id) ON DELETE CASCADE
);
CREATE INDEX app_trigger_secret_of ON app_trigger_secret (trigger_id);

-- What happened to a trigger and what became of it: a run, or a reason why there is none. Done in the transaction that writes the run,
-- so that whatever dies when, it is one run or none. subject is what must not count twice: a delivery's id, a datasource.
CREATE TABLE app_wake (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    app_id uuid NOT NULL,
    trigger_id uuid NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    -- JSON, what the app sees as context.trigger.
    about text NOT NULL,
    noted_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    done_at timestamptz,
    run_id uuid,
    reason text,
    CHECK ((done_at IS NOT NULL) = (run_id IS NOT NULL OR reason IS NOT NULL)),
    FOREIGN KEY (project_id, trigger_id) REFERENCES app_trigger (project_id, id) ON DELETE CASCADE,
    FOREIGN KEY (project_id, app_id) REFERENCES installed_app (project_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX app_wake_delivery ON app_wake (trigger_id, subject) WHERE kind = 'webhook';
-- What happens again before the run began is the same wake.
CREATE UNIQUE INDEX app_wake_open ON app_wake (trigger_id, subject) WHERE done_at IS NULL;
CREATE INDEX app_wake_due ON app_wake (due_at) WHERE done_at IS NULL;
CREATE INDEX app_wake_noted ON app_wake (trigger_id, noted_at);
CREATE INDEX app_wake_of_app ON app_wake (app_id);

CALL belongs_to_project('app_trigger');
CALL belongs_to_project('app_trigger_secret');
CALL belongs_to_project('app_wake');

-- What is due, in whose name; and the lock of who starts it.
GRANT SELECT (id, project_id, app_id, trigger_id, due_at, done_at), UPDATE (due_at) ON app_wake TO ${across};
GRANT SELECT (id, project_id, owner_id, kind, asked, enabled), UPDATE (changed_at) ON app_trigger TO ${across};
CREATE POLICY across_reads ON app_wake FOR SELECT TO ${across} USING (true);
CREATE POLICY across_claims ON app_wake FOR UPDATE TO ${across} USING (true);
CREATE POLICY across_reads ON app_trigger FOR SELECT TO ${across} USING (true);
CREATE POLICY across_claims ON app_trigger FOR UPDATE TO ${across} USING (true);
