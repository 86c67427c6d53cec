-- 1 when the user may change something in a whole schema.
SELECT TOP (1) 1 AS can_write
FROM sys.schemas s
WHERE s.name NOT IN ('sys', 'INFORMATION_SCHEMA')
  AND (HAS_PERMS_BY_NAME(QUOTENAME(s.name), 'SCHEMA', 'INSERT') = 1
       OR HAS_PERMS_BY_NAME(QUOTENAME(s.name), 'SCHEMA', 'UPDATE') = 1
       OR HAS_PERMS_BY_NAME(QUOTENAME(s.name), 'SCHEMA', 'DELETE') = 1
       OR HAS_PERMS_BY_NAME(QUOTENAME(s.name), 'SCHEMA', 'EXECUTE') = 1
       OR HAS_PERMS_BY_NAME(QUOTENAME(s.name), 'SCHEMA', 'ALTER') = 1)
