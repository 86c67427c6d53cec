-- What runs do while they do it, from the server that runs them to those where somebody looks on. Nothing in it counts: it is over
-- within a minute, a crash empties it, and a dump may leave it out.
CREATE UNLOGGED TABLE live_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    server_id uuid NOT NULL,
    at timestamptz NOT NULL,
    body text NOT NULL
);
CREATE INDEX live_event_by_project ON live_event (project_id, id);
CALL belongs_to_project('live_event');

-- A run's record says more of it: its app's settings as they were, the last of its progress, and how long its end took to store.
ALTER TABLE run
    ADD COLUMN settings text,
    ADD COLUMN progress_fraction double precision,
    ADD COLUMN progress_text text,
    ADD COLUMN commit_micros bigint;

-- How many of an app's runs are kept; NULL for as many as the server keeps.
ALTER TABLE installed_app ADD COLUMN runs_kept int CHECK (runs_kept > 0);

-- Lists are newest first. Of what most runs are not, an index holds only those.
CREATE INDEX run_by_slug ON run (project_id, app_slug, created_at DESC, id DESC);
CREATE INDEX run_by_failure ON run (project_id, outcome, created_at DESC, id DESC) WHERE outcome <> 'SUCCEEDED';
CREATE INDEX run_going_on ON run (project_id, state, created_at DESC, id DESC) WHERE state <> 'ENDED';
