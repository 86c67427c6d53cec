-- What each app used on each day, by its slug, in slots that runs ending at once seldom share.
CREATE TABLE usage_day (
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    day date NOT NULL,
    app text NOT NULL,
    slot smallint NOT NULL,
    runs bigint NOT NULL,
    fuel bigint NOT NULL,
    sql_millis bigint NOT NULL,
    PRIMARY KEY (project_id, day, app, slot)
);
CALL belongs_to_project('usage_day');

-- How much may be used in a day. App '' is the project.
CREATE TABLE usage_budget (
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    app text NOT NULL,
    meter text NOT NULL,
    per_day bigint NOT NULL CHECK (per_day >= 0),
    PRIMARY KEY (project_id, app, meter)
);
CALL belongs_to_project('usage_budget');

-- What databases did for a run.
ALTER TABLE run ADD COLUMN sql_millis bigint;
ALTER TABLE run ADD COLUMN sql_rows bigint;
