-- Calls of language models: what each took, and who made it. A row is there before the model is asked, so that a server's death loses none.
CREATE TABLE model_call (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    app_id uuid NOT NULL,
    app text NOT NULL,
    run_id uuid NOT NULL,
    sequence integer NOT NULL,
    preview boolean NOT NULL,
    at timestamptz NOT NULL,
    mode text NOT NULL,
    model text NOT NULL,
    -- OK, the code of what it failed with, or ASKED until one of them is known.
    outcome text NOT NULL,
    cached boolean NOT NULL,
    attempts integer,
    input_tokens bigint NOT NULL DEFAULT 0,
    output_tokens bigint NOT NULL DEFAULT 0,
    tokens_estimated boolean NOT NULL DEFAULT false,
    cost_micros bigint,
    millis bigint,
    UNIQUE (project_id, id)
);
CREATE INDEX model_call_by_project ON model_call (project_id, at DESC, id DESC);
CREATE INDEX model_call_by_age ON model_call (at);
CALL belongs_to_project('model_call');

-- What was asked and answered, sealed with the project's own key. It goes before its call does.
CREATE TABLE model_conversation (
    call_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    at timestamptz NOT NULL,
    content bytea NOT NULL,
    FOREIGN KEY (project_id, call_id) REFERENCES model_call (project_id, id) ON DELETE CASCADE
);
ALTER TABLE model_conversation ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX model_conversation_by_age ON model_conversation (at);
CALL belongs_to_project('model_conversation');

GRANT SELECT (project_id, at) ON model_call, model_conversation TO ${across};
CREATE POLICY across_reads ON model_call FOR SELECT TO ${across} USING (true);
CREATE POLICY across_reads ON model_conversation FOR SELECT TO ${across} USING (true);
