-- The tables and views of which our login may read all or some columns. Parameter: how many at most.
SELECT TOP (?) o.object_id, s.name AS [schema], o.name, o.type,
       HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'SELECT') AS may_select,
       HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'INSERT') AS may_insert,
       HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'UPDATE') AS may_update,
       HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'DELETE') AS may_delete,
       HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'REFERENCES') AS may_references
FROM sys.objects o
     JOIN sys.schemas s ON s.schema_id = o.schema_id
     CROSS APPLY (SELECT QUOTENAME(s.name) + '.' + QUOTENAME(o.name) AS name) full_name
WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
  AND (HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'SELECT') = 1
       OR EXISTS (SELECT 1 FROM sys.columns c
                  WHERE c.object_id = o.object_id
                    AND HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'SELECT', c.name, 'COLUMN') = 1))
ORDER BY s.name COLLATE Latin1_General_BIN2, o.name COLLATE Latin1_General_BIN2
