-- What the rules think of each column of a datasource's schema, as last scanned. No value of the datasource is in here.
CREATE TABLE classified_column (
    project_id uuid NOT NULL REFERENCES project (id),
    datasource_id uuid NOT NULL REFERENCES datasource (id) ON DELETE CASCADE,
    schema_name text COLLATE "C" NOT NULL,
    table_name text COLLATE "C" NOT NULL,
    column_name text COLLATE "C" NOT NULL,
    data_type text NOT NULL,
    -- JSON lists of strings.
    features text NOT NULL,
    reasons text NOT NULL,
    -- Null when nothing sensitive was found.
    category text,
    confidence double precision NOT NULL,
    -- How many values were looked at; null when none was read yet.
    sampled_count integer,
    sampled_at timestamptz,
    -- When reading values was last tried, so that a table that cannot be read does not hold up the others.
    tried_at timestamptz,
    PRIMARY KEY (datasource_id, schema_name, table_name, column_name)
);

-- What a person decided. It outlives scans and its column; the type and the evidence are those that the person saw.
CREATE TABLE column_decision (
    project_id uuid NOT NULL REFERENCES project (id),
    datasource_id uuid NOT NULL REFERENCES datasource (id) ON DELETE CASCADE,
    schema_name text COLLATE "C" NOT NULL,
    table_name text COLLATE "C" NOT NULL,
    column_name text COLLATE "C" NOT NULL,
    state text NOT NULL CHECK (state IN ('allow', 'sensitive')),
    category text,
    note text NOT NULL,
    decided_by uuid NOT NULL,
    decided_by_name text NOT NULL,
    decided_at timestamptz NOT NULL,
    data_type text NOT NULL,
    seen_category text,
    seen_confidence double precision NOT NULL,
    -- When a scan first missed the column after the decision; it stays when the column comes back.
    gone_at timestamptz,
    PRIMARY KEY (datasource_id, schema_name, table_name, column_name)
);

-- The last scan of a datasource; while one runs, until when it may.
CREATE TABLE classification_scan (
    project_id uuid NOT NULL REFERENCES project (id),
    datasource_id uuid PRIMARY KEY REFERENCES datasource (id) ON DELETE CASCADE,
    runs_until timestamptz,
    ended_at timestamptz
);
