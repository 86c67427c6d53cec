-- Triggers of tables and views; the text is empty without VIEW DEFINITION.
SELECT t.parent_id, t.name, COALESCE(m.definition, '') AS definition,
       CASE WHEN t.is_disabled = 1 THEN CAST(1 AS bit) END AS disabled
FROM sys.triggers t LEFT JOIN sys.sql_modules m ON m.object_id = t.object_id
WHERE t.parent_class = 1 AND t.is_ms_shipped = 0
ORDER BY t.parent_id, t.name COLLATE Latin1_General_BIN2
