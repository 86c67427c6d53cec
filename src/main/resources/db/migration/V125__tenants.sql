-- Row-level security. A transaction says which project it works in (store.Store.inProject); without one it sees no row of any.
-- A migration that adds a table with project_id ends with: CALL ekaya.belongs_to_project('the_table');
CREATE PROCEDURE belongs_to_project(belonging regclass, key text DEFAULT 'project_id') LANGUAGE plpgsql AS $$
DECLARE
    -- Never set it is NULL, and '' after a transaction that set it.
    own text := format('%I = nullif(current_setting(''ekaya.project'', true), '''')::uuid', key);
    -- For migrations, a new master key and dumps, which work as the owner: FORCE binds it as well.
    whole CONSTANT text := 'current_setting(''ekaya.maintenance'', true) = ''yes''';
BEGIN
    IF NOT (SELECT attnotnull FROM pg_attribute WHERE attrelid = belonging AND attname = key) THEN
        -- Rows of no project are for transactions in none.
        own := format('%s OR %I IS NULL AND coalesce(current_setting(''ekaya.project'', true), '''') = ''''', own, key);
    END IF;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', belonging);
    EXECUTE format('CREATE POLICY project ON %s USING (%s) WITH CHECK (%s)', belonging, own, own);
    EXECUTE format('CREATE POLICY maintenance ON %s TO CURRENT_USER USING (%s) WITH CHECK (%s)', belonging, whole, whole);
END $$;
REVOKE ALL ON PROCEDURE belongs_to_project FROM PUBLIC;

DO $$
DECLARE
    belonging regclass;
BEGIN
    FOR belonging IN
        SELECT attrelid::regclass FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'ekaya'::regnamespace AND relkind = 'r' AND attname = 'project_id' AND NOT attisdropped
    LOOP
        CALL ekaya.belongs_to_project(belonging);
    END LOOP;
END $$;
CALL belongs_to_project('project', 'id');

-- appdb works as the owner, and knows apps and not their projects.
CREATE POLICY appdb ON app_database TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY appdb_finds ON app_state FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY appdb_forgets ON app_state FOR DELETE TO CURRENT_USER USING (true);

-- What spans projects is done as a role of its own (store.Store.acrossProjects), which may do this and nothing else; TenantsIT holds the list.
-- Who somebody is, and which projects there are for them.
GRANT SELECT ON app_user TO ${across};
GRANT SELECT, UPDATE (used_at) ON user_session TO ${across};
GRANT SELECT (token_hash, asked_at, confirmed_at) ON sso_session TO ${across};
GRANT SELECT ON project, project_member, group_role TO ${across};
GRANT SELECT, UPDATE (used_at), DELETE ON api_token TO ${across};
CREATE POLICY across_reads ON project FOR SELECT TO ${across} USING (true);
CREATE POLICY across_reads ON project_member FOR SELECT TO ${across} USING (true);
CREATE POLICY across_reads ON group_role FOR SELECT TO ${across} USING (true);
CREATE POLICY across_reads ON api_token FOR SELECT TO ${across} USING (true);
CREATE POLICY across_touches ON api_token FOR UPDATE TO ${across} USING (true);
CREATE POLICY across_forgets ON api_token FOR DELETE TO ${across} USING (true);
-- Which runs live, and the end of those whose server does not.
GRANT SELECT (id, server_id, state, lease_until, cancel_requested) ON run TO ${across};
GRANT UPDATE (lease_until, state, outcome, ended_at, error_code, error_message) ON run TO ${across};
CREATE POLICY across_reads ON run FOR SELECT TO ${across} USING (true);
CREATE POLICY across_renews ON run FOR UPDATE TO ${across} USING (true);
-- What is due, and which removed apps' data has been kept long enough.
GRANT SELECT (id, project_id, state, schedule, data_kept_until) ON installed_app TO ${across};
GRANT SELECT, UPDATE (next_at), DELETE ON schedule_cursor TO ${across};
CREATE POLICY across_reads ON installed_app FOR SELECT TO ${across} USING (true);
CREATE POLICY across_reads ON schedule_cursor FOR SELECT TO ${across} USING (true);
CREATE POLICY across_claims ON schedule_cursor FOR UPDATE TO ${across} USING (true);
CREATE POLICY across_ends ON schedule_cursor FOR DELETE TO ${across} USING (true);
