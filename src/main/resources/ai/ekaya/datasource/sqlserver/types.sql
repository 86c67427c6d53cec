-- Types that people made of others.
SELECT s.name AS [schema], t.name, base.name AS base_type, t.max_length, t.precision, t.scale, t.is_nullable
FROM sys.types t
     JOIN sys.schemas s ON s.schema_id = t.schema_id
     JOIN sys.types base ON base.user_type_id = t.system_type_id
WHERE t.is_user_defined = 1 AND t.is_table_type = 0 AND t.is_assembly_type = 0
ORDER BY s.name COLLATE Latin1_General_BIN2, t.name COLLATE Latin1_General_BIN2
