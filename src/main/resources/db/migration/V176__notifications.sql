-- What people of a project are to look at. A run that is deleted leaves its notifications. Of one thing there is one at a time.
CREATE TABLE notification (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    severity text NOT NULL CHECK (severity IN ('INFO', 'WARNING', 'CRITICAL')),
    title text NOT NULL,
    body text NOT NULL,
    app text NOT NULL,
    run_id uuid,
    dedupe_key text NOT NULL,
    created_at timestamptz NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text,
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL))
);
CREATE UNIQUE INDEX notification_open ON notification (project_id, dedupe_key) WHERE acknowledged_at IS NULL;
CREATE INDEX notification_by_project ON notification (project_id, created_at DESC, id DESC);
CALL belongs_to_project('notification');
