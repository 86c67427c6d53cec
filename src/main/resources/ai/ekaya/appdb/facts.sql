-- What a schema holds, one fact a line, to compare two schemas by: read while the schema bears the name {schema}. It shares nothing
-- with structure.sql, so that what one forgets the other tells.
WITH class AS (
    SELECT c.*, c.oid::regclass::text AS name FROM pg_class c
    WHERE c.relnamespace = '{schema}'::regnamespace AND c.relkind <> 't'
), mine AS (
    SELECT oid, name FROM class WHERE relname IN ('ekaya_migration', 'ekaya_effect')
)
SELECT o.type || ' ' || o.identity AS what, 'is there' AS fact
FROM pg_depend d CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) o
WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = '{schema}'::regnamespace
UNION ALL
SELECT 'relation ' || c.name, concat_ws(' ', 'kind', c.relkind, c.relpersistence, c.relowner::regrole, am.amname, c.reloptions,
    'toast', t.reloptions, 'populated', c.relispopulated, 'identity', c.relreplident, 'partition', c.relispartition,
    pg_get_expr(c.relpartbound, c.oid), CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
    'of', c.reloftype::regtype, 'security', c.relrowsecurity, c.relforcerowsecurity)
FROM class c LEFT JOIN pg_am am ON am.oid = c.relam LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
UNION ALL
SELECT 'column ' || c.name || '.' || a.attname, concat_ws(' ', 'number', row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum),
    format_type(a.atttypid, a.atttypmod), 'collation', a.attcollation::regcollation, 'not null', a.attnotnull,
    'generated', a.attgenerated, a.attidentity, pg_get_expr(d.adbin, d.adrelid), 'storage', a.attstorage, a.attcompression,
    'statistics', nullif(a.attstattarget, -1), a.attoptions, 'from above', a.attislocal, a.attinhcount)
FROM class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
UNION ALL
SELECT 'constraint ' || n.conname || ' of ' || coalesce(nullif(n.conrelid, 0)::regclass::text, n.contypid::regtype::text),
    concat_ws(' ', n.contype, pg_get_constraintdef(n.oid), 'validated', n.convalidated, 'from above', n.conislocal, n.coninhcount)
FROM pg_constraint n
-- Those that PostgreSQL makes itself for each partition are named by it.
WHERE n.connamespace = '{schema}'::regnamespace AND NOT (n.contype = 'f' AND n.conparentid <> 0)
UNION ALL
SELECT 'index ' || c.name, concat_ws(' ', pg_get_indexdef(c.oid), 'primary', i.indisprimary, 'valid', i.indisvalid, 'cluster',
    i.indisclustered, 'identity', i.indisreplident, 'under', (SELECT h.inhparent::regclass FROM pg_inherits h WHERE h.inhrelid = c.oid))
FROM class c JOIN pg_index i ON i.indexrelid = c.oid
UNION ALL
SELECT 'view ' || c.name, pg_get_viewdef(c.oid) FROM class c WHERE c.relkind IN ('v', 'm')
UNION ALL
SELECT 'sequence ' || c.name, concat_ws(' ', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
    s.seqcycle, 'of', (SELECT concat_ws(' ', d.refobjid::regclass, d.deptype, a.attname) FROM pg_depend d
        JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0))
FROM class c JOIN pg_sequence s ON s.seqrelid = c.oid
UNION ALL
SELECT 'type ' || t.oid::regtype::text, concat_ws(' ', t.typtype, t.typowner::regrole, format_type(t.typbasetype, t.typtypmod), 'not null',
    t.typnotnull, 'default', t.typdefault, 'collation', t.typcollation::regcollation,
    (SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
    (SELECT concat_ws(' ', format_type(r.rngsubtype, NULL), r.rngcollation::regcollation, op.opcname, r.rngsubdiff, r.rngcanonical,
        r.rngmultitypid::regtype) FROM pg_range r JOIN pg_opclass op ON op.oid = r.rngsubopc WHERE r.rngtypid = t.oid))
FROM pg_type t WHERE t.typnamespace = '{schema}'::regnamespace AND t.typtype <> 'c'
-- An array's type follows its element, by a name of PostgreSQL's choice.
    AND NOT (t.typelem <> 0 AND t.typcategory = 'A')
UNION ALL
SELECT 'type ' || t.oid::regtype::text, t.typowner::regrole::text
FROM pg_type t WHERE t.typnamespace = '{schema}'::regnamespace AND t.typtype = 'c'
UNION ALL
SELECT 'comment on ' || o.type || ' ' || o.identity, d.description
FROM pg_description d CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) o
WHERE d.classoid IN ('pg_class'::regclass, 'pg_type'::regclass, 'pg_constraint'::regclass) AND (
    d.classoid = 'pg_class'::regclass AND d.objoid IN (SELECT oid FROM class)
    OR d.classoid = 'pg_type'::regclass AND d.objoid IN (SELECT oid FROM pg_type WHERE typnamespace = '{schema}'::regnamespace)
    OR d.classoid = 'pg_constraint'::regclass AND d.objoid IN (SELECT oid FROM pg_constraint WHERE connamespace = '{schema}'::regnamespace))
UNION ALL
SELECT 'inheritance of ' || c.name, concat_ws(' ', i.inhparent::regclass, i.inhseqno, i.inhdetachpending)
FROM class c JOIN pg_inherits i ON i.inhrelid = c.oid
UNION ALL
SELECT 'trigger ' || g.tgname || ' of ' || c.name, pg_get_triggerdef(g.oid)
FROM class c JOIN pg_trigger g ON g.tgrelid = c.oid AND NOT g.tgisinternal
UNION ALL
SELECT 'policy ' || p.polname || ' of ' || c.name, concat_ws(' ', p.polcmd, pg_get_expr(p.polqual, p.polrelid))
FROM class c JOIN pg_policy p ON p.polrelid = c.oid
UNION ALL
SELECT 'rule ' || r.rulename || ' of ' || c.name, pg_get_ruledef(r.oid)
FROM class c JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename <> '_RETURN'
UNION ALL
SELECT 'rights on ' || c.name, a.grantee::regrole::text || ' ' || a.privilege_type
FROM class c JOIN mine USING (oid) CROSS JOIN LATERAL aclexplode(c.relacl) a
ORDER BY 1, 2
