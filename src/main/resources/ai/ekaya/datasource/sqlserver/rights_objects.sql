-- 1 when the user may change a table or view, one of its columns, or run a procedure. Functions change nothing and are not asked for.
SELECT TOP (1) 1 AS can_write
FROM sys.objects o
     JOIN sys.schemas s ON s.schema_id = o.schema_id
     CROSS APPLY (SELECT QUOTENAME(s.name) + '.' + QUOTENAME(o.name) AS name) full_name
WHERE o.is_ms_shipped = 0
  AND (o.type IN ('U', 'V')
         AND (HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'INSERT') = 1
              OR HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'UPDATE') = 1
              OR HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'DELETE') = 1
              OR HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'ALTER') = 1
              OR EXISTS (SELECT 1 FROM sys.columns c
                         WHERE c.object_id = o.object_id
                           AND HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'UPDATE', c.name, 'COLUMN') = 1))
       OR o.type IN ('P', 'PC', 'X') AND HAS_PERMS_BY_NAME(full_name.name, 'OBJECT', 'EXECUTE') = 1)
