-- Policies of row-level security. Parameter: the tables.
SELECT p.polrelid, 'policies', json_strip_nulls(json_build_object(
         'name', p.polname,
         'command', CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                                  ELSE 'ALL' END,
         'restrictive', CASE WHEN NOT p.polpermissive THEN true END,
         'roles',
           (SELECT json_agg(coalesce(r.rolname, 'public') ORDER BY r.rolname COLLATE "C")
            FROM unnest(p.polroles) named (oid) LEFT JOIN pg_roles r ON r.oid = named.oid),
         'using', pg_get_expr(p.polqual, p.polrelid),
         'check', pg_get_expr(p.polwithcheck, p.polrelid)))
FROM pg_policy p
WHERE p.polrelid = ANY (?)
ORDER BY p.polrelid, p.polname COLLATE "C"
