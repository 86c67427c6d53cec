-- What people wrote about columns.
SELECT c.object_id, c.name, CAST(p.value AS nvarchar(4000)) AS comment
FROM sys.extended_properties p JOIN sys.columns c ON c.object_id = p.major_id AND c.column_id = p.minor_id
WHERE p.class = 1 AND p.minor_id > 0 AND p.name = 'MS_Description'
