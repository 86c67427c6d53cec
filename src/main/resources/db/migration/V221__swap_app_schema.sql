-- Puts a copy of an app's schema in the place of the live one, in the transaction that says so in the app's row and in the audit. That
-- is a transaction of the server's login, which may rename no schema: so this is the owner's, does this one thing, and that only for the
-- app's own copies and in the app's own project (docs/security.md).
CREATE FUNCTION swap_app_schema(app uuid, copy text, kept_label text, kept_for timestamptz, at timestamptz, wait_millis int,
        kept_most int, OUT kept text, OUT kept_bytes bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = 0 AS $$
DECLARE
    place ekaya.app_database;
    chosen ekaya.app_schema_copy;
    unseen boolean;
BEGIN
    PERFORM set_config('lock_timeout', wait_millis::text, true);
    SELECT * INTO place FROM ekaya.app_database d
        WHERE d.app_id = app AND d.project_id = nullif(current_setting('ekaya.project', true), '')::uuid FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such app' USING ERRCODE = 'EK404';
    END IF;
    SELECT * INTO chosen FROM ekaya.app_schema_copy c
        WHERE c.app_id = app AND c.schema_name = copy AND c.purpose IN ('NEXT', 'KEPT') FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such copy' USING ERRCODE = 'EK404';
    END IF;
    -- Each statement of the app holds this shared to its end, so that it is wholly before or wholly after.
    PERFORM pg_advisory_xact_lock(hashtext('ekaya app schema'), hashtext(place.schema_name));
    -- Grants and roles are rows that PostgreSQL does not lock for us.
    PERFORM pg_advisory_xact_lock(hashtext('ekaya app roles'));
    IF chosen.purpose = 'NEXT' THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %1$I.ekaya_effect l WHERE l.sequence > 0 AND NOT EXISTS (SELECT FROM %2$I.ekaya_effect c'
            ' WHERE (c.run_id, c.attempt, c.sequence) = (l.run_id, l.attempt, l.sequence)))', place.schema_name, copy) INTO unseen;
        IF unseen THEN
            RAISE EXCEPTION 'changed since it was copied' USING ERRCODE = 'EK409';
        END IF;
    END IF;
    -- An attempt that was ended stays so.
    EXECUTE format('INSERT INTO %2$I.ekaya_effect SELECT * FROM %1$I.ekaya_effect WHERE sequence = 0 ON CONFLICT DO NOTHING',
        place.schema_name, copy);

    EXECUTE format('GRANT %I TO CURRENT_USER', place.role_name);
    EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %I', place.schema_name, place.role_name);
    -- A sequence can be reached by its number, without a right on its schema.
    EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM %I', place.schema_name, place.role_name);
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO %I', copy, place.role_name);
    EXECUTE format('GRANT ALL ON ALL SEQUENCES IN SCHEMA %I TO %I', copy, place.role_name);
    EXECUTE format('GRANT SELECT, INSERT ON %1$I.ekaya_migration, %1$I.ekaya_effect TO %2$I', copy, place.role_name);
    EXECUTE format('REVOKE %I FROM CURRENT_USER', place.role_name);
    kept := 'app_' || left(encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'), 20);
    EXECUTE format('ALTER SCHEMA %I RENAME TO %I', place.schema_name, kept);
    EXECUTE format('ALTER SCHEMA %I RENAME TO %I', copy, place.schema_name);

    INSERT INTO ekaya.app_schema_copy (schema_name, project_id, app_id, purpose, label, made_at, kept_until, bytes)
        SELECT kept, place.project_id, app, 'KEPT', kept_label, at, kept_for, coalesce(sum(pg_total_relation_size(oid)), 0)
        FROM pg_class WHERE relnamespace = kept::regnamespace AND relkind IN ('r', 'm', 'S')
        RETURNING bytes INTO kept_bytes;
    INSERT INTO ekaya.app_state_copy (schema_name, key, project_id, value, version, changed_at)
        SELECT kept, s.key, s.project_id, s.value, s.version, s.changed_at FROM ekaya.app_state s WHERE s.app_id = app;
    -- A copy that is being made has no state of its own: only the app's runs change it.
    IF chosen.purpose = 'KEPT' THEN
        DELETE FROM ekaya.app_state s WHERE s.app_id = app;
        INSERT INTO ekaya.app_state (app_id, key, project_id, value, version, changed_at)
            SELECT app, s.key, s.project_id, s.value, s.version, s.changed_at FROM ekaya.app_state_copy s
            WHERE s.schema_name = copy
            ON CONFLICT (app_id, key) DO UPDATE SET value = excluded.value, version = excluded.version,
                changed_at = excluded.changed_at;
    END IF;
    DELETE FROM ekaya.app_schema_copy c WHERE c.schema_name = copy;
    UPDATE ekaya.app_schema_copy c SET purpose = 'GONE' WHERE c.schema_name IN (
        SELECT o.schema_name FROM ekaya.app_schema_copy o WHERE o.app_id = app AND o.purpose = 'KEPT'
        ORDER BY o.made_at DESC, o.schema_name = kept DESC OFFSET kept_most);
END $$;
REVOKE ALL ON FUNCTION swap_app_schema FROM PUBLIC;
GRANT EXECUTE ON FUNCTION swap_app_schema TO ${runtime};
