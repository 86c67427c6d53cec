-- key_id is the key that seals, for all servers at once (keys.KeyInForce), and first_used_at when that began.
-- Settled once nothing is sealed with another, and no server can still be about to.
ALTER TABLE master_key ADD COLUMN settled boolean NOT NULL DEFAULT true;

-- The servers that run, each with the ids of the master keys that it holds: a rotation waits for those that lack the new one.
CREATE TABLE key_holder (
    id uuid PRIMARY KEY,
    host text NOT NULL,
    key_ids text NOT NULL,
    seen_at timestamptz NOT NULL
);
