-- The columns that our login may read of the tables of one name. Parameters: the table's name, its schema or null (twice).
SELECT n.nspname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod),
       CASE
         WHEN base.type = ANY ('{smallint,integer,bigint,real,double precision,numeric,money}'::regtype[]) THEN 'number'
         WHEN base.type = ANY ('{date,time,timetz,timestamp,timestamptz,interval}'::regtype[]) THEN 'time'
         WHEN true_type.typcategory = 'S' THEN 'text'
         WHEN base.type = 'bytea'::regtype THEN 'bytes'
         WHEN base.type = ANY ('{boolean,uuid,inet,cidr,macaddr}'::regtype[]) OR true_type.typtype = 'e' THEN 'name'
         ELSE 'other' END,
       CASE WHEN c.relkind = 'p' THEN
              (SELECT sum(part.reltuples)::bigint
               FROM pg_partition_tree(c.oid) tree JOIN pg_class part ON part.oid = tree.relid
               WHERE tree.isleaf AND part.reltuples >= 0)
            WHEN c.reltuples >= 0 THEN c.reltuples::bigint END
FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid
     JOIN pg_type t ON t.oid = a.atttypid
     CROSS JOIN LATERAL (SELECT information_schema._pg_truetypid(a, t)) base (type)
     JOIN pg_type true_type ON true_type.oid = base.type
WHERE c.relname = ? AND (?::text IS NULL OR n.nspname = ?)
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
  AND has_schema_privilege(n.oid, 'USAGE')
  AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')
ORDER BY n.nspname COLLATE "C", a.attnum
