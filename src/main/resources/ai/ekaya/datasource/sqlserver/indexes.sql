-- Indexes, those of keys too: one row for each column.
SELECT i.object_id, i.name, i.is_unique AS [unique], LOWER(i.type_desc) AS method,
       CASE WHEN ic.is_included_column = 0 THEN c.name + CASE WHEN ic.is_descending_key = 1 THEN ' DESC' ELSE '' END END
         AS [columns[]]],
       CASE WHEN ic.is_included_column = 1 THEN c.name END AS [include[]]],
       i.filter_definition AS [where],
       CASE WHEN i.is_disabled = 1 THEN CAST(1 AS bit) END AS invalid
FROM sys.indexes i
     JOIN sys.objects o ON o.object_id = i.object_id
     JOIN sys.index_columns ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id
     JOIN sys.columns c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
WHERE i.type > 0 AND i.is_hypothetical = 0 AND o.type IN ('U', 'V') AND o.is_ms_shipped = 0
  -- The column that a table is partitioned by is in every index, without a place in its key.
  AND (ic.key_ordinal > 0 OR ic.is_included_column = 1)
ORDER BY i.object_id, i.name COLLATE Latin1_General_BIN2, ic.is_included_column, ic.key_ordinal, ic.index_column_id
