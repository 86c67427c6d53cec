-- Row-level security: one row for each predicate, which holds for all users.
SELECT p.target_object_id, sp.name + ':' + CAST(p.security_predicate_id AS varchar(11)) AS name,
       CASE WHEN p.predicate_type = 0 THEN 'SELECT' ELSE COALESCE(p.operation_desc, 'ALL') END AS command,
       'public' AS [roles[]]],
       CASE WHEN p.predicate_type = 0 THEN p.predicate_definition END AS [using],
       CASE WHEN p.predicate_type = 1 THEN p.predicate_definition END AS [check]
FROM sys.security_policies sp JOIN sys.security_predicates p ON p.object_id = sp.object_id
ORDER BY p.target_object_id, sp.name COLLATE Latin1_General_BIN2, p.security_predicate_id
