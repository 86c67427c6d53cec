-- Until when an app runs that nobody has bought yet; NULL where there is nothing to buy, or it is bought.
ALTER TABLE installed_app ADD COLUMN trial_ends_at timestamptz;
GRANT SELECT (trial_ends_at) ON installed_app TO ${across};
CREATE INDEX installed_app_trial ON installed_app (trial_ends_at) WHERE trial_ends_at IS NOT NULL;

-- What a project has used of a package's trial. It outlasts the app: installing it again begins no other trial.
CREATE TABLE app_trial (
    project_id uuid NOT NULL REFERENCES project ON DELETE CASCADE,
    package_id text NOT NULL,
    began_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    bought_at timestamptz,
    -- That it ends soon was told to the project's people.
    told boolean NOT NULL DEFAULT false,
    PRIMARY KEY (project_id, package_id)
);
CALL belongs_to_project('app_trial');
