-- Checks.
SELECT k.parent_object_id, k.name, k.definition AS expression,
       CASE WHEN k.is_not_trusted = 1 THEN CAST(1 AS bit) END AS [notValid]
FROM sys.check_constraints k
ORDER BY k.parent_object_id, k.name COLLATE Latin1_General_BIN2
