-- Where else than in the inbox people of a project are told. The target is JSON: addresses, and what deliveries are signed with.
CREATE TABLE notify_channel (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    name text NOT NULL,
    sealed_target text NOT NULL,
    -- Why nothing is sent any more, until somebody changes or tests it.
    stopped_why text,
    -- One server at a time sends; from then on another may. fence tells the one before that it is not its turn any more.
    busy_until timestamptz NOT NULL,
    fence bigint NOT NULL DEFAULT 0,
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL,
    changed_by_name text NOT NULL,
    UNIQUE (project_id, id),
    UNIQUE (project_id, name)
);

-- What is sent there: of one app or of all (app is null), from a severity on.
CREATE TABLE notify_rule (
    project_id uuid NOT NULL,
    channel_id uuid NOT NULL,
    place integer NOT NULL,
    app text,
    severity text NOT NULL CHECK (severity IN ('INFO', 'WARNING', 'CRITICAL')),
    PRIMARY KEY (channel_id, place),
    FOREIGN KEY (project_id, channel_id) REFERENCES notify_channel (project_id, id) ON DELETE CASCADE
);

-- Outbox and log in one: written with the notification, and what became of it. A test is of no notification.
ALTER TABLE notification ADD UNIQUE (project_id, id);
CREATE TABLE notice_delivery (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    channel_id uuid NOT NULL,
    notification_id uuid,
    state text NOT NULL CHECK (state IN ('WAITING', 'SENT', 'FAILED')),
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    last_at timestamptz,
    response_status integer,
    note text,
    UNIQUE (channel_id, notification_id),
    FOREIGN KEY (project_id, channel_id) REFERENCES notify_channel (project_id, id) ON DELETE CASCADE,
    FOREIGN KEY (project_id, notification_id) REFERENCES notification (project_id, id) ON DELETE CASCADE
);
CREATE INDEX notice_delivery_due ON notice_delivery (channel_id, due_at) WHERE state = 'WAITING';
CREATE INDEX notice_delivery_log ON notice_delivery (channel_id, created_at DESC, id DESC);
CREATE INDEX notice_delivery_of ON notice_delivery (notification_id);

CALL belongs_to_project('notify_channel');
CALL belongs_to_project('notify_rule');
CALL belongs_to_project('notice_delivery');

-- Which channel has something to send, and the lock of who sends it.
GRANT SELECT (id, project_id, busy_until), UPDATE (busy_until) ON notify_channel TO ${across};
GRANT SELECT (channel_id, state, due_at) ON notice_delivery TO ${across};
CREATE POLICY across_reads ON notify_channel FOR SELECT TO ${across} USING (true);
CREATE POLICY across_claims ON notify_channel FOR UPDATE TO ${across} USING (true);
CREATE POLICY across_reads ON notice_delivery FOR SELECT TO ${across} USING (true);
