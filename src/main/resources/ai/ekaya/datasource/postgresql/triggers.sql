-- Triggers that people made. Parameter: the tables.
SELECT t.tgrelid, 'triggers', json_strip_nulls(json_build_object(
         'name', t.tgname,
         'definition', pg_get_triggerdef(t.oid),
         'disabled', CASE WHEN t.tgenabled = 'D' THEN true END))
FROM pg_trigger t
WHERE t.tgrelid = ANY (?) AND NOT t.tgisinternal
ORDER BY t.tgrelid, t.tgname COLLATE "C"
