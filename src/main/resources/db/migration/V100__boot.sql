-- What a start does once in the life of a database.
CREATE TABLE start_mark (
    name text PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT now()
);
