-- One row each time the datasource's schema was seen to differ from the run before.
CREATE TABLE schema_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seen_at timestamptz NOT NULL,
    hash text NOT NULL,
    table_count integer NOT NULL,
    column_count integer NOT NULL
);
