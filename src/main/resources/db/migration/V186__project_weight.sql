-- How many runs of a project begin for one of another, where both wait. Set by who runs the platform.
ALTER TABLE ekaya.project ADD weight smallint NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100);
