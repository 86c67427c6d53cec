-- The columns that our login may read of the tables of one name. Parameters: the table's name, its schema or null (twice).
SELECT s.name AS table_schema, o.type, c.name, t.name AS type_name, COALESCE(base.name, t.name) AS base_type,
       c.max_length, c.precision, c.scale,
       (SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = o.object_id AND p.index_id IN (0, 1)) AS row_estimate
FROM sys.objects o
     JOIN sys.schemas s ON s.schema_id = o.schema_id
     JOIN sys.columns c ON c.object_id = o.object_id
     JOIN sys.types t ON t.user_type_id = c.user_type_id
     LEFT JOIN sys.types base ON base.user_type_id = c.system_type_id
WHERE o.name = ? AND (? IS NULL OR s.name = ?)
  AND o.type IN ('U', 'V') AND o.is_ms_shipped = 0
  AND HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT', c.name, 'COLUMN') = 1
ORDER BY s.name COLLATE Latin1_General_BIN2, c.column_id
