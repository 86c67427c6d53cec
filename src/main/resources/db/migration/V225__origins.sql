-- The catalog that an app's package came of; NULL for what a person brought.
ALTER TABLE installed_app ADD COLUMN catalog text;
ALTER TABLE app_version ADD COLUMN catalog text;
ALTER TABLE app_held_update ADD COLUMN catalog text;
-- How far the package that waits is trusted. What waits already is held against the least.
ALTER TABLE app_held_update ADD COLUMN trust text NOT NULL DEFAULT 'unsigned-development';
ALTER TABLE app_held_update ALTER COLUMN trust DROP DEFAULT;

-- One vocabulary of what apps do.
UPDATE trust_ceiling SET allowed = coalesce((SELECT string_agg(CASE word
    WHEN 'reads-data' THEN 'READS_DATA'
    WHEN 'reads-sensitive-values' THEN 'SENDS_SENSITIVE_VALUES'
    WHEN 'changes-data' THEN 'CHANGES_DATA'
    WHEN 'own-database' THEN 'KEEPS_DATA'
    WHEN 'asks-model' THEN 'ASKS_MODEL'
    WHEN 'rows-to-model' THEN 'SENDS_ROWS_TO_MODEL'
    WHEN 'http-hosts' THEN 'REACHES_HOST'
    WHEN 'http-wildcards' THEN 'REACHES_ANY_HOST'
    WHEN 'uses-secrets' THEN 'USES_SECRET'
    WHEN 'notifies' THEN 'TELLS_PEOPLE'
    WHEN 'calls-tools' THEN 'CALLS_TOOLS'
    WHEN 'exports-tools' THEN 'OFFERS_TOOLS'
    ELSE word END, ',') FROM unnest(string_to_array(allowed, ',')) AS word), '');
