-- Answers of language models that an app wants to have again, by what was asked; sealed with the project's own key.
CREATE TABLE model_answer (
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    app_id uuid NOT NULL,
    address text NOT NULL,
    at timestamptz NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (project_id, app_id, address)
);
ALTER TABLE model_answer ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX model_answer_by_age ON model_answer (at);
CALL belongs_to_project('model_answer');

GRANT SELECT (project_id, at) ON model_answer TO ${across};
CREATE POLICY across_reads ON model_answer FOR SELECT TO ${across} USING (true);
