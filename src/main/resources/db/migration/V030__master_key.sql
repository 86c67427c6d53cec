-- Which master key sealed this database's secrets: its id, from which the key cannot be found. One row.
CREATE TABLE master_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    key_id text NOT NULL,
    first_used_at timestamptz NOT NULL DEFAULT now()
);
