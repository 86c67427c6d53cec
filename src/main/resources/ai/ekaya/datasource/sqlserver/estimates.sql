-- About how many rows a table has. (sys.dm_db_partition_stats would need VIEW DATABASE STATE.)
SELECT p.object_id, SUM(p.rows) AS [rowEstimate]
FROM sys.partitions p JOIN sys.objects o ON o.object_id = p.object_id
WHERE p.index_id IN (0, 1) AND o.type = 'U' AND o.is_ms_shipped = 0
GROUP BY p.object_id
