-- Each state that a datasource's schema was seen in, numbered; the last ones are kept. What was seen again unchanged is no new row.
CREATE TABLE schema_snapshot (
    project_id uuid NOT NULL REFERENCES project (id),
    datasource_id uuid NOT NULL REFERENCES datasource (id) ON DELETE CASCADE,
    number integer NOT NULL,
    hash text NOT NULL,
    -- JSON as it was hashed; text, as jsonb would reorder it.
    snapshot text NOT NULL,
    table_count integer NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (datasource_id, number)
);
