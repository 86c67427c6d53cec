-- Keys, checks and exclusions. Parameter: the tables.
SELECT con.conrelid,
       CASE con.contype WHEN 'p' THEN 'primaryKey' WHEN 'u' THEN 'uniqueKeys' WHEN 'f' THEN 'foreignKeys'
                        WHEN 'c' THEN 'checks' ELSE 'exclusions' END,
       CASE WHEN con.contype = 'p' THEN own.columns ELSE json_strip_nulls(json_build_object(
         'name', con.conname,
         'columns', CASE WHEN con.contype IN ('u', 'f') THEN own.columns END,
         'references', CASE WHEN con.contype = 'f' THEN
             json_build_object('schema', n.nspname, 'table', f.relname, 'columns', other.columns) END,
         'onUpdate', CASE WHEN con.contype = 'f' THEN action.of_code ->> con.confupdtype::text END,
         'onDelete', CASE WHEN con.contype = 'f' THEN action.of_code ->> con.confdeltype::text END,
         'expression', CASE WHEN con.contype = 'c' THEN pg_get_expr(con.conbin, con.conrelid) END,
         'definition', CASE WHEN con.contype = 'x' THEN pg_get_constraintdef(con.oid) END,
         'deferrable', CASE WHEN con.condeferrable THEN true END,
         'notValid', CASE WHEN NOT con.convalidated THEN true END)) END
FROM pg_constraint con
     LEFT JOIN pg_class f ON f.oid = con.confrelid
     LEFT JOIN pg_namespace n ON n.oid = f.relnamespace
     CROSS JOIN (SELECT '{"a": "no action", "c": "cascade", "n": "set null", "d": "set default", "r": "restrict"}'::json)
       action (of_code)
     CROSS JOIN LATERAL
       (SELECT json_agg(a.attname ORDER BY k.place)
        FROM unnest(con.conkey) WITH ORDINALITY k (number, place)
             JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.number) own (columns)
     CROSS JOIN LATERAL
       (SELECT json_agg(a.attname ORDER BY k.place)
        FROM unnest(con.confkey) WITH ORDINALITY k (number, place)
             JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.number) other (columns)
WHERE con.conrelid = ANY (?) AND con.contype IN ('p', 'u', 'f', 'c', 'x')
  -- A foreign key to a partitioned table has children of its own, one for each partition.
  AND con.conparentid = 0
ORDER BY con.conrelid, con.conname COLLATE "C"
