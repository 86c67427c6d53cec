-- The columns that our login may read. Parameter: the tables.
SELECT a.attrelid, 'columns', json_strip_nulls(json_build_object(
         'name', a.attname,
         'type', format_type(a.atttypid, a.atttypmod),
         'length', information_schema._pg_char_max_length(base.type, base.modifier),
         'precision', CASE WHEN base.type = 'numeric'::regtype
             THEN information_schema._pg_numeric_precision(base.type, base.modifier) END,
         'scale', CASE WHEN base.type = 'numeric'::regtype
             THEN information_schema._pg_numeric_scale(base.type, base.modifier) END,
         'nullable', NOT a.attnotnull,
         'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
         'generated', CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
         'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
         'collation', CASE WHEN a.attcollation <> t.typcollation THEN
             (SELECT collname FROM pg_collation WHERE oid = a.attcollation) END,
         'comment', col_description(a.attrelid, a.attnum),
         'enum', (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = a.atttypid)))
FROM pg_attribute a
     JOIN pg_type t ON t.oid = a.atttypid
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     CROSS JOIN LATERAL (SELECT information_schema._pg_truetypid(a, t), information_schema._pg_truetypmod(a, t))
       base (type, modifier)
WHERE a.attrelid = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped
  AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')
ORDER BY a.attrelid, a.attnum
