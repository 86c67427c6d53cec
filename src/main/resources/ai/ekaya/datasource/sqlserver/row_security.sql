-- Tables with a policy that is on.
SELECT DISTINCT p.target_object_id, 'enabled' AS [rowSecurity]
FROM sys.security_policies sp JOIN sys.security_predicates p ON p.object_id = sp.object_id
WHERE sp.is_enabled = 1
