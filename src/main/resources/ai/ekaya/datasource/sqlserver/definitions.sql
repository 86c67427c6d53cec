-- How a view was made; null without VIEW DEFINITION.
SELECT o.object_id, m.definition
FROM sys.sql_modules m JOIN sys.objects o ON o.object_id = m.object_id
WHERE o.type = 'V' AND o.is_ms_shipped = 0
