-- Enumerations and domains of these schemas.
SELECT json_strip_nulls(json_build_object(
         'schema', n.nspname,
         'name', t.typname,
         'kind', CASE t.typtype WHEN 'e' THEN 'enum' ELSE 'domain' END,
         'comment', obj_description(t.oid, 'pg_type'),
         'values', (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
         'type', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
         'nullable', CASE WHEN t.typtype = 'd' THEN NOT t.typnotnull END,
         'default', t.typdefault,
         'checks',
           (SELECT json_agg(json_build_object('name', con.conname, 'expression', pg_get_expr(con.conbin, 0))
                            ORDER BY con.conname COLLATE "C")
            FROM pg_constraint con WHERE con.contypid = t.oid AND con.contype = 'c')))
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype IN ('e', 'd')
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' AND has_schema_privilege(n.oid, 'USAGE')
ORDER BY n.nspname COLLATE "C", t.typname COLLATE "C"
