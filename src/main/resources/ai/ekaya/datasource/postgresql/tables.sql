-- The tables and views that our login may read, partitions under their table. Parameter: how many at most.
SELECT c.oid, 'tables', json_strip_nulls(json_build_object(
         'schema', n.nspname,
         'name', c.relname,
         'kind', CASE WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END,
         'materialized', CASE WHEN c.relkind = 'm' THEN true END,
         'foreign', CASE WHEN c.relkind = 'f' THEN true END,
         'comment', obj_description(c.oid, 'pg_class'),
         'rowEstimate', CASE
             WHEN c.relkind = 'p' THEN
               (SELECT sum(part.reltuples)::bigint
                FROM pg_partition_tree(c.oid) tree JOIN pg_class part ON part.oid = tree.relid
                WHERE tree.isleaf AND part.reltuples >= 0)
             WHEN c.reltuples >= 0 THEN c.reltuples::bigint END,
         'definition', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
         'partitionedBy', CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
         'rowSecurity', CASE WHEN c.relrowsecurity THEN
             CASE WHEN c.relforcerowsecurity THEN 'forced' ELSE 'enabled' END END,
         'privileges',
           (SELECT json_agg(privilege ORDER BY place)
            FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'])
                 WITH ORDINALITY known (privilege, place)
            WHERE has_table_privilege(c.oid, privilege))))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
  AND has_schema_privilege(n.oid, 'USAGE')
  AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
LIMIT ?
