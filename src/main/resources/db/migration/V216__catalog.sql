-- What is known of catalogs of apps. They belong to no project: every project sees the same.

-- A way to a catalog, and what is trusted of it. All of it was signed when it was kept, and is checked again whenever it is read.
CREATE TABLE catalog_source (
    name text PRIMARY KEY,
    -- Of the root that the operator gave; with another one everything begins anew.
    anchor text NOT NULL,
    root bytea NOT NULL,
    seen_timestamp bytea,
    seen_snapshot bytea,
    good_timestamp bytea,
    good_snapshot bytea,
    good_targets bytea,
    index_file bytea,
    revoked_file bytea,
    -- Counts every writing: of two servers that look at once one writes.
    version bigint NOT NULL,
    checked_at timestamptz NOT NULL,
    good_at timestamptz,
    failure text,
    CHECK ((good_timestamp IS NULL) = (good_targets IS NULL) AND (good_snapshot IS NULL) = (good_targets IS NULL)),
    CHECK ((index_file IS NULL) = (revoked_file IS NULL))
);

-- Packages and pictures that were fetched, by what they are; the longest unused go.
CREATE TABLE catalog_file (
    sha256 text PRIMARY KEY,
    length bigint NOT NULL,
    bytes bytea NOT NULL,
    used_at timestamptz NOT NULL
);
CREATE INDEX catalog_file_used ON catalog_file (used_at);

-- The catalog that was uploaded in one file.
CREATE TABLE catalog_bundle_file (
    path text PRIMARY KEY,
    bytes bytea NOT NULL
);

-- Packages that no run starts any more.
CREATE TABLE revoked_package (
    package_hash text NOT NULL,
    catalog text NOT NULL,
    reason text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (package_hash, catalog)
);

-- Where a platform admin changed what a trust level may ask for.
CREATE TABLE trust_ceiling (
    level text PRIMARY KEY CHECK (level IN ('first-party', 'verified', 'private', 'unsigned-development')),
    allowed text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by_name text NOT NULL
);
