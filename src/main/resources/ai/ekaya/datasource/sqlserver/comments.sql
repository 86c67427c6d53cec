-- What people wrote about tables and views.
SELECT o.object_id, CAST(p.value AS nvarchar(4000)) AS comment
FROM sys.extended_properties p JOIN sys.objects o ON o.object_id = p.major_id
WHERE p.class = 1 AND p.minor_id = 0 AND p.name = 'MS_Description' AND o.type IN ('U', 'V') AND o.is_ms_shipped = 0
