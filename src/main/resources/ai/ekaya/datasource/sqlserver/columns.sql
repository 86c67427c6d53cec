-- The columns that our login may read.
SELECT c.object_id, c.name, t.name AS type_name, ts.name AS type_schema, t.is_user_defined, base.name AS base_type,
       c.max_length, c.precision, c.scale, c.is_nullable, c.collation_name, c.is_identity,
       d.definition AS default_definition, cc.definition AS computed_definition
FROM sys.columns c
     JOIN sys.objects o ON o.object_id = c.object_id
     JOIN sys.schemas s ON s.schema_id = o.schema_id
     JOIN sys.types t ON t.user_type_id = c.user_type_id
     LEFT JOIN sys.schemas ts ON ts.schema_id = t.schema_id
     LEFT JOIN sys.types base ON base.user_type_id = c.system_type_id
     LEFT JOIN sys.default_constraints d ON d.object_id = c.default_object_id
     LEFT JOIN sys.computed_columns cc ON cc.object_id = c.object_id AND cc.column_id = c.column_id
WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
  AND HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT', c.name, 'COLUMN') = 1
ORDER BY c.object_id, c.column_id
