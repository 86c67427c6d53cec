-- Of one thing there is one open notification, which counts how often it was told.
ALTER TABLE notification
    ADD count integer NOT NULL DEFAULT 1 CHECK (count > 0),
    ADD last_at timestamptz;
UPDATE notification SET last_at = created_at;
ALTER TABLE notification ALTER last_at SET NOT NULL;
DROP INDEX notification_by_project;
CREATE INDEX notification_by_project ON notification (project_id, last_at DESC, id DESC);

-- How often an app told people something in a day of UTC.
CREATE TABLE notice_day (
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    app text NOT NULL,
    day date NOT NULL,
    told integer NOT NULL,
    PRIMARY KEY (project_id, app, day)
);
CALL belongs_to_project('notice_day');
