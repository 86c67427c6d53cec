-- Foreign keys: one row for each pair of columns.
SELECT k.parent_object_id, k.name, own.name AS [columns[]]], s.name AS [references.schema], o.name AS [references.table],
       other.name AS [references.columns[]]],
       LOWER(REPLACE(k.update_referential_action_desc, '_', ' ')) AS [onUpdate],
       LOWER(REPLACE(k.delete_referential_action_desc, '_', ' ')) AS [onDelete],
       CASE WHEN k.is_not_trusted = 1 THEN CAST(1 AS bit) END AS [notValid]
FROM sys.foreign_keys k
     JOIN sys.foreign_key_columns fc ON fc.constraint_object_id = k.object_id
     JOIN sys.columns own ON own.object_id = fc.parent_object_id AND own.column_id = fc.parent_column_id
     JOIN sys.columns other ON other.object_id = fc.referenced_object_id AND other.column_id = fc.referenced_column_id
     JOIN sys.objects o ON o.object_id = k.referenced_object_id
     JOIN sys.schemas s ON s.schema_id = o.schema_id
ORDER BY k.parent_object_id, k.name COLLATE Latin1_General_BIN2, fc.constraint_column_id
