-- A key for each project, sealed with the master key: for much data, which a new master key need not seal anew.
CREATE TABLE project_key (
    project_id uuid PRIMARY KEY REFERENCES project ON DELETE CASCADE,
    sealed_key text NOT NULL,
    made_at timestamptz NOT NULL
);

-- What went through a run's door, so that the run can be repeated without the world. Sealed with the project's key.
CREATE TABLE run_journal (
    run_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    app_id uuid NOT NULL,
    package_hash text NOT NULL,
    recorded_at timestamptz NOT NULL,
    bytes bigint NOT NULL,
    content bytea NOT NULL,
    UNIQUE (project_id, run_id),
    FOREIGN KEY (project_id, run_id) REFERENCES run (project_id, id) ON DELETE CASCADE
);
-- It is compressed already.
ALTER TABLE run_journal ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX run_journal_by_app ON run_journal (app_id, recorded_at DESC, run_id);
CREATE INDEX run_journal_by_package ON run_journal (project_id, package_hash, recorded_at);

-- Long answers, once a project. Nothing refers to them by a foreign key, so that no run's end waits for who deletes them (journal.Journals).
CREATE TABLE run_answer (
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    address text NOT NULL,
    content bytea NOT NULL,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (project_id, address)
);
ALTER TABLE run_answer ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE run_answer_use (
    run_id uuid NOT NULL,
    project_id uuid NOT NULL,
    address text NOT NULL,
    PRIMARY KEY (run_id, address),
    FOREIGN KEY (project_id, run_id) REFERENCES run_journal (project_id, run_id) ON DELETE CASCADE
);
CREATE INDEX run_answer_used ON run_answer_use (project_id, address);

-- NULL for runs from before, and where no guest ran.
ALTER TABLE run ADD COLUMN journal text CHECK (journal IN ('RECORDED', 'TOO_LARGE', 'DROPPED'));

CALL belongs_to_project('project_key');
CALL belongs_to_project('run_journal');
CALL belongs_to_project('run_answer');
CALL belongs_to_project('run_answer_use');

-- Which answers no run refers to any more.
GRANT SELECT (project_id, address, used_at) ON run_answer TO ${across};
GRANT SELECT (project_id, address) ON run_answer_use TO ${across};
CREATE POLICY across_reads ON run_answer FOR SELECT TO ${across} USING (true);
CREATE POLICY across_reads ON run_answer_use FOR SELECT TO ${across} USING (true);
