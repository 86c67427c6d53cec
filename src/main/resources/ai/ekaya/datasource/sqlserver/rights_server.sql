-- 1 when the login is a server's administrator. Azure SQL Database answers null.
SELECT TOP (1) 1 AS can_write
WHERE IS_SRVROLEMEMBER('sysadmin') = 1 OR HAS_PERMS_BY_NAME(NULL, NULL, 'CONTROL SERVER') = 1
