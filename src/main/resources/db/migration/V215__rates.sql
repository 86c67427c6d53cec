-- Calls by the minute. A row's app, function and tool say of what: all three '' is the project, an app with function '' all of its calls.
-- What admins set; where there is no row, the server's own limit holds.
CREATE TABLE usage_rate (
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    app text NOT NULL,
    function text NOT NULL,
    tool text NOT NULL,
    per_minute bigint NOT NULL CHECK (per_minute >= 0),
    PRIMARY KEY (project_id, app, function, tool)
);
CALL belongs_to_project('usage_rate');

-- What the servers have taken of a minute, in slices; last_slice is what the last of them got.
CREATE TABLE usage_minute (
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    minute timestamptz NOT NULL,
    app text NOT NULL,
    function text NOT NULL,
    tool text NOT NULL,
    per_minute bigint NOT NULL,
    taken bigint NOT NULL CHECK (taken >= 0),
    last_slice bigint NOT NULL,
    PRIMARY KEY (project_id, minute, app, function, tool)
);
CALL belongs_to_project('usage_minute');

-- How many calls were refused on a day, as there were too many in their minute.
CREATE TABLE usage_refused (
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    day date NOT NULL,
    app text NOT NULL,
    function text NOT NULL,
    tool text NOT NULL,
    calls bigint NOT NULL,
    PRIMARY KEY (project_id, day, app, function, tool)
);
CALL belongs_to_project('usage_refused');
