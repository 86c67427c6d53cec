-- Unique constraints: one row for each column.
SELECT k.parent_object_id, k.name, c.name AS [columns[]]]
FROM sys.key_constraints k
     JOIN sys.index_columns ic ON ic.object_id = k.parent_object_id AND ic.index_id = k.unique_index_id
     JOIN sys.columns c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
WHERE k.type = 'UQ' AND ic.key_ordinal > 0
ORDER BY k.parent_object_id, k.name COLLATE Latin1_General_BIN2, ic.key_ordinal
