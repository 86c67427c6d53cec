-- PostgreSQL checks foreign keys beside row-level security, so a key of id alone could hang a row of one project on another's. Between
-- tables of projects a foreign key therefore names the project as well (TenantReferencesIT looks at the catalog).
ALTER TABLE installed_app ADD UNIQUE (project_id, id);
ALTER TABLE run ADD UNIQUE (project_id, id);
ALTER TABLE datasource ADD UNIQUE (project_id, id);
ALTER TABLE query ADD UNIQUE (project_id, id);

DO $$
DECLARE
    reference record;
BEGIN
    FOR reference IN
        SELECT conname, conrelid::regclass AS source, confrelid::regclass AS target, attname AS key
        FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
        WHERE contype = 'f' AND array_length(conkey, 1) = 1
            AND confrelid IN ('installed_app'::regclass, 'run'::regclass, 'datasource'::regclass, 'query'::regclass)
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', reference.source, reference.conname);
        EXECUTE format('ALTER TABLE %s ADD FOREIGN KEY (project_id, %I) REFERENCES %s (project_id, id) ON DELETE CASCADE',
            reference.source, reference.key, reference.target);
    END LOOP;
END $$;
