-- Indexes, those of keys too. Parameter: the tables.
SELECT i.indrelid, 'indexes', json_strip_nulls(json_build_object(
         'name', c.relname,
         'unique', i.indisunique,
         'method', am.amname,
         'columns',
           (SELECT json_agg(pg_get_indexdef(i.indexrelid, k, true)
                            || CASE WHEN pg_index_column_has_property(i.indexrelid, k, 'desc') THEN ' DESC' ELSE '' END
                            ORDER BY k)
            FROM generate_series(1, i.indnkeyatts) k),
         'include',
           (SELECT json_agg(pg_get_indexdef(i.indexrelid, k, true) ORDER BY k)
            FROM generate_series(i.indnkeyatts + 1, i.indnatts) k),
         'where', pg_get_expr(i.indpred, i.indrelid),
         'invalid', CASE WHEN NOT i.indisvalid THEN true END))
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
WHERE i.indrelid = ANY (?)
ORDER BY i.indrelid, c.relname COLLATE "C"
