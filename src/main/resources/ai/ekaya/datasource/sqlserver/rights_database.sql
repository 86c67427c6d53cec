-- 1 when the user may change something anywhere in the database.
SELECT TOP (1) 1 AS can_write
FROM fn_my_permissions(NULL, 'DATABASE') p
WHERE p.permission_name IN ('INSERT', 'UPDATE', 'DELETE', 'ALTER', 'CONTROL', 'TAKE OWNERSHIP')
   OR p.permission_name LIKE 'ALTER ANY%'
   OR p.permission_name LIKE 'CREATE%'
   OR p.permission_name LIKE 'BACKUP%'
   OR p.permission_name LIKE 'EXECUTE%'
