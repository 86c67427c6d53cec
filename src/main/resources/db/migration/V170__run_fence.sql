-- Raised whenever a server takes a run, or it is taken from one: who holds an older number changes nothing of it any more.
ALTER TABLE run ADD COLUMN fence bigint NOT NULL DEFAULT 1;
GRANT SELECT (fence), UPDATE (fence) ON run TO ${across};
