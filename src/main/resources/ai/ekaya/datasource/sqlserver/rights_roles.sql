-- 1 when a fixed role of the database lets its user change rows, tables or rights.
SELECT TOP (1) 1 AS can_write
WHERE IS_ROLEMEMBER('db_owner') = 1 OR IS_ROLEMEMBER('db_datawriter') = 1 OR IS_ROLEMEMBER('db_ddladmin') = 1
   OR IS_ROLEMEMBER('db_securityadmin') = 1 OR IS_ROLEMEMBER('db_accessadmin') = 1
   OR IS_ROLEMEMBER('db_backupoperator') = 1
