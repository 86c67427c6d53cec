-- Partitions, of partitions too. Parameter: the tables.
SELECT root.oid, 'partitions', json_build_object(
         'schema', n.nspname, 'name', c.relname, 'bound', pg_get_expr(c.relpartbound, c.oid))
FROM unnest(?::oid[]) root (oid)
     CROSS JOIN LATERAL pg_partition_tree(root.oid) tree
     JOIN pg_class c ON c.oid = tree.relid
     JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE tree.level > 0
ORDER BY root.oid, n.nspname COLLATE "C", c.relname COLLATE "C"
