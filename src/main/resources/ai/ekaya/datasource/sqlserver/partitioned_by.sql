-- By which column, and how, a table is partitioned.
SELECT i.object_id,
       'RANGE ' + CASE WHEN f.boundary_value_on_right = 1 THEN 'RIGHT' ELSE 'LEFT' END + ' (' + c.name + ')' AS [partitionedBy]
FROM sys.indexes i
     JOIN sys.partition_schemes ps ON ps.data_space_id = i.data_space_id
     JOIN sys.partition_functions f ON f.function_id = ps.function_id
     JOIN sys.index_columns ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id AND ic.partition_ordinal = 1
     JOIN sys.columns c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
WHERE i.type IN (0, 1, 5)
