-- The schemas that our login may look into.
SELECT json_strip_nulls(json_build_object('name', n.nspname, 'comment', obj_description(n.oid, 'pg_namespace')))
FROM pg_namespace n
WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' AND has_schema_privilege(n.oid, 'USAGE')
ORDER BY n.nspname COLLATE "C"
