-- Partitions, by their number; the last to the left and the first to the right has no bound.
SELECT p.object_id, s.name AS [schema], CAST(p.partition_number AS varchar(11)) AS name,
       COALESCE(CASE WHEN f.boundary_value_on_right = 1 THEN 'from ' ELSE 'up to ' END + CONVERT(nvarchar(200), v.value),
                'the rest') AS bound
FROM sys.partitions p
     JOIN sys.objects o ON o.object_id = p.object_id
     JOIN sys.schemas s ON s.schema_id = o.schema_id
     JOIN sys.indexes i ON i.object_id = p.object_id AND i.index_id = p.index_id
     JOIN sys.partition_schemes ps ON ps.data_space_id = i.data_space_id
     JOIN sys.partition_functions f ON f.function_id = ps.function_id
     LEFT JOIN sys.partition_range_values v
       ON v.function_id = f.function_id AND v.parameter_id = 1
          AND v.boundary_id = p.partition_number - CASE WHEN f.boundary_value_on_right = 1 THEN 1 ELSE 0 END
WHERE i.type IN (0, 1, 5)
ORDER BY p.object_id, p.partition_number
