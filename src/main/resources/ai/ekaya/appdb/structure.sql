-- The statements that make a schema's objects again, with names that are all qualified. To be read while the schema bears the name
-- of its copy, {schema}, and with an empty search path; {live} is its name at all other times.
-- unit: what it makes or belongs to; step: when (SchemaStructure.Step); what: for a sentence; statement.
WITH class AS (
    SELECT c.*, c.oid::regclass::text AS name FROM pg_class c
    WHERE c.relnamespace = '{schema}'::regnamespace AND c.relname NOT IN ('ekaya_migration', 'ekaya_effect')
        AND NOT EXISTS (SELECT FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
            WHERE i.indexrelid = c.oid AND t.relname IN ('ekaya_migration', 'ekaya_effect'))
), type AS (
    SELECT t.*, t.oid::regtype::text AS name FROM pg_type t WHERE t.typnamespace = '{schema}'::regnamespace
), own_type AS (
    -- In the tables' columns they are the live schema's, and values go from one to the other as text.
    SELECT oid FROM type
), identity AS (
    SELECT d.objid AS sequence, d.refobjid AS relation, d.refobjsubid AS number FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i' AND d.refobjsubid > 0
), sequence AS (
    SELECT c.oid, c.name, c.relname, c.relpersistence, format_type(s.seqtypid, NULL) AS type,
        format('INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s',
            seqincrement, seqmin, seqmax, seqstart, seqcache, CASE WHEN seqcycle THEN ' CYCLE' ELSE ' NO CYCLE' END) AS options
    FROM class c JOIN pg_sequence s ON s.seqrelid = c.oid
), child AS (
    -- A table that inherits: by its definition if it has columns from above alone, else bound to its parents afterwards.
    SELECT c.oid, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND NOT a.attislocal) AS by_definition,
        (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid)
            AS parents
    FROM class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid)
), attribute AS (
    SELECT a.*, quote_ident(a.attname) AS name, format_type(a.atttypid, a.atttypmod) AS type, c.name AS relation, c.relname,
        c.relkind, c.relispartition, c.oid AS reloid, coalesce(child.by_definition, false) AS by_definition,
        pg_get_expr(d.adbin, d.adrelid) AS expression, t.typstorage,
        CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation
            THEN ' COLLATE ' || a.attcollation::regcollation::text ELSE '' END AS collation
    FROM class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        LEFT JOIN child ON child.oid = c.oid
), constraint_of AS (
    SELECT n.*, quote_ident(n.conname) AS name, pg_get_constraintdef(n.oid) AS definition FROM pg_constraint n
    WHERE n.connamespace = '{schema}'::regnamespace
), body AS (
    SELECT a.reloid, a.attnum AS place, format('%s %s%s%s%s', a.name, a.type, a.collation,
        CASE WHEN a.attgenerated = 's' THEN ' GENERATED ALWAYS AS (' || a.expression || ') STORED'
            WHEN a.attgenerated <> '' THEN ' GENERATED ALWAYS AS (' || a.expression || ') VIRTUAL'
            WHEN a.attidentity <> '' AND NOT a.relispartition THEN format(' GENERATED %s AS IDENTITY (SEQUENCE NAME %s %s)',
                CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, s.name, s.options)
            WHEN a.expression IS NOT NULL THEN ' DEFAULT ' || a.expression ELSE '' END,
        -- Since PostgreSQL 18 it is a constraint with a name.
        CASE WHEN a.attnotnull AND NOT EXISTS (SELECT FROM constraint_of n WHERE n.conrelid = a.reloid AND n.contype = 'n')
            THEN ' NOT NULL' ELSE '' END) AS part
    FROM attribute a LEFT JOIN identity i ON i.relation = a.reloid AND i.number = a.attnum
        LEFT JOIN sequence s ON s.oid = i.sequence
    WHERE a.relkind IN ('r', 'p') AND (a.attislocal OR NOT a.by_definition)
    UNION ALL
    SELECT c.oid, 2000, format('CONSTRAINT %s %s', n.name, n.definition)
    FROM class c JOIN constraint_of n ON n.conrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND n.contype = 'n' AND n.convalidated AND (n.conislocal OR c.relispartition)
), type_text AS (
    SELECT t.oid, CASE t.typtype
        WHEN 'e' THEN format('CREATE TYPE %s AS ENUM (%s)', t.name,
            (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
        WHEN 'd' THEN format('CREATE DOMAIN %s AS %s%s%s%s%s', t.name, format_type(t.typbasetype, t.typtypmod),
            CASE WHEN t.typcollation <> 0 AND t.typcollation <> b.typcollation
                THEN ' COLLATE ' || t.typcollation::regcollation::text END,
            ' DEFAULT ' || coalesce(pg_get_expr(t.typdefaultbin, 'pg_type'::regclass), quote_literal(t.typdefault)),
            (SELECT string_agg(format(' CONSTRAINT %s %s', n.name, CASE n.contype WHEN 'n' THEN 'NOT NULL' ELSE n.definition END), ''
                ORDER BY n.conname) FROM constraint_of n WHERE n.contypid = t.oid),
            CASE WHEN t.typnotnull AND NOT EXISTS (SELECT FROM constraint_of n WHERE n.contypid = t.oid AND n.contype = 'n')
                THEN ' NOT NULL' END)
        WHEN 'r' THEN (SELECT format('CREATE TYPE %s AS RANGE (SUBTYPE = %s, SUBTYPE_OPCLASS = %I.%I%s%s, MULTIRANGE_TYPE_NAME = %s)',
            t.name, format_type(r.rngsubtype, NULL), op.opcnamespace::regnamespace::text, op.opcname,
            CASE WHEN r.rngcollation <> 0 THEN ', COLLATION = ' || r.rngcollation::regcollation::text END,
            CASE WHEN r.rngsubdiff <> 0 THEN ', SUBTYPE_DIFF = ' || r.rngsubdiff::regproc::text END,
            r.rngmultitypid::regtype::text)
            FROM pg_range r JOIN pg_opclass op ON op.oid = r.rngsubopc WHERE r.rngtypid = t.oid)
        WHEN 'c' THEN format('CREATE TYPE %s AS (%s)', t.name,
            (SELECT string_agg(format('%s %s%s', a.name, a.type, a.collation), ', ' ORDER BY a.attnum)
                FROM attribute a WHERE a.reloid = t.typrelid))
        END AS statement
    FROM type t LEFT JOIN pg_type b ON b.oid = t.typbasetype LEFT JOIN class c ON c.oid = t.typrelid
    WHERE t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c'
), relation AS (
    SELECT c.*, coalesce((SELECT ' WITH (' || string_agg(format('%I = %L', o.option_name, o.option_value), ', ') || ')'
            FROM pg_options_to_table(c.reloptions) o), '') AS options,
        CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'S' THEN 'sequence ' ELSE 'table ' END
            || c.relname AS what
    FROM class c
), statement AS (
SELECT 'type:' || t.oid AS unit, 1 AS step, t.oid::bigint AS place, 'type ' || y.typname AS what, t.statement
FROM type_text t JOIN type y ON y.oid = t.oid
UNION ALL
SELECT 'class:' || s.oid, 1, s.oid::bigint, 'sequence ' || s.relname,
    format('CREATE %sSEQUENCE %s AS %s %s', CASE s.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, s.name, s.type, s.options)
FROM sequence s WHERE NOT EXISTS (SELECT FROM identity i WHERE i.sequence = s.oid)
UNION ALL
SELECT 'class:' || c.oid, 1, c.oid::bigint, c.what, format('CREATE %sTABLE %s (%s)%s%s%s',
    CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, c.name,
    (SELECT string_agg(b.part, ', ' ORDER BY b.place) FROM body b WHERE b.reloid = c.oid),
    ' INHERITS (' || child.parents || ')', CASE c.relkind WHEN 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) END, c.options)
FROM relation c LEFT JOIN child ON child.oid = c.oid AND child.by_definition WHERE c.relkind IN ('r', 'p')
UNION ALL
SELECT 'class:' || c.oid, 1, c.oid::bigint, c.what, format('CREATE VIEW %s%s AS %s', c.name, c.options, pg_get_viewdef(c.oid))
FROM relation c WHERE c.relkind = 'v'
UNION ALL
SELECT 'class:' || c.oid, 1, c.oid::bigint, c.what, format('CREATE MATERIALIZED VIEW %s%s AS %s WITH NO DATA', c.name, c.options,
    rtrim(pg_get_viewdef(c.oid), ';'))
FROM relation c WHERE c.relkind = 'm'
-- What binds tables to one another, and how columns are kept.
UNION ALL
SELECT 'class:' || c.oid, 2, i.inhseqno, c.what, CASE WHEN c.relispartition
    THEN format('ALTER TABLE ONLY %s ATTACH PARTITION %s %s', i.inhparent::regclass, c.name, pg_get_expr(c.relpartbound, c.oid))
    ELSE format('ALTER TABLE ONLY %s INHERIT %s', c.name, i.inhparent::regclass) END
FROM relation c JOIN pg_inherits i ON i.inhrelid = c.oid LEFT JOIN child ON child.oid = c.oid
WHERE c.relkind IN ('r', 'p') AND NOT coalesce(child.by_definition, false)
UNION ALL
SELECT 'class:' || c.oid, 2, 100, c.what, format('ALTER TABLE ONLY %s OF %s', c.name, c.reloftype::regtype)
FROM relation c WHERE c.relkind IN ('r', 'p') AND c.reloftype <> 0
UNION ALL
SELECT 'class:' || c.oid, 2, 101, c.what, format('ALTER TABLE %s SET (%s)', c.name,
    (SELECT string_agg(format('toast.%I = %L', o.option_name, o.option_value), ', ') FROM pg_options_to_table(t.reloptions) o))
FROM relation c JOIN pg_class t ON t.oid = c.reltoastrelid WHERE t.reloptions IS NOT NULL
UNION ALL
SELECT 'class:' || a.reloid, 2, 102, 'column ' || a.relname || '.' || a.attname, format('ALTER TABLE ONLY %s ALTER COLUMN %s %s',
    a.relation, a.name, extra.change)
FROM attribute a CROSS JOIN LATERAL (
    SELECT 'SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'x' THEN 'EXTENDED' ELSE 'MAIN' END
        AS change WHERE a.attstorage <> a.typstorage AND a.relkind IN ('r', 'p', 'm')
    UNION ALL SELECT 'SET COMPRESSION ' || CASE a.attcompression WHEN 'p' THEN 'pglz' ELSE 'lz4' END
        WHERE a.attcompression <> '' AND a.relkind IN ('r', 'p', 'm')
    UNION ALL SELECT 'SET STATISTICS ' || a.attstattarget WHERE a.attstattarget >= 0 AND a.relkind IN ('r', 'p', 'm')
    UNION ALL SELECT 'SET (' || (SELECT string_agg(format('%I = %L', o.option_name, o.option_value), ', ')
        FROM pg_options_to_table(a.attoptions) o) || ')' WHERE a.attoptions IS NOT NULL AND a.relkind IN ('r', 'p', 'm')
    UNION ALL SELECT 'SET DEFAULT ' || a.expression WHERE a.expression IS NOT NULL AND a.attgenerated = ''
        AND (a.relkind = 'v' OR a.relkind IN ('r', 'p') AND a.by_definition AND NOT a.attislocal)
    UNION ALL SELECT 'DROP DEFAULT' WHERE a.expression IS NULL AND a.attidentity = '' AND a.relkind IN ('r', 'p')
        AND a.by_definition AND NOT a.attislocal
) extra
UNION ALL
SELECT 'class:' || s.oid, 2, 103, 'sequence ' || s.relname, format('ALTER SEQUENCE %s OWNED BY %s.%I', s.name,
    d.refobjid::regclass, a.attname)
FROM sequence s JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype = 'a' AND d.refobjsubid > 0
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
-- Data.
UNION ALL
SELECT 'class:' || c.oid, 3, 0, 'rows of ' || c.what, format('INSERT INTO %s%s OVERRIDING SYSTEM VALUE SELECT %s FROM ONLY {live}.%I', c.name,
    ' (' || string_agg(a.name, ', ' ORDER BY a.attnum) || ')',
    string_agg(CASE WHEN t.oid IN (SELECT oid FROM own_type) THEN format('%s::text::%s', a.name, a.type) ELSE a.name END, ', '
        ORDER BY a.attnum), c.relname)
FROM relation c LEFT JOIN attribute a ON a.reloid = c.oid AND a.attgenerated = '' LEFT JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relkind = 'r' GROUP BY c.oid, c.name, c.relname, c.what
UNION ALL
SELECT 'class:' || s.oid, 4, 0, 'value of sequence ' || s.relname,
    format('SELECT setval(%L, last_value, is_called) FROM {live}.%I', s.name, s.relname)
FROM sequence s
-- Constraints and indexes, when the data is there.
UNION ALL
SELECT 'constraint:' || n.oid, 5, n.oid::bigint, 'constraint ' || n.conname || ' of ' || c.relname,
    format('ALTER TABLE ONLY %s ADD CONSTRAINT %s %s', c.name, n.name, n.definition)
FROM constraint_of n JOIN class c ON c.oid = n.conrelid WHERE n.contype IN ('p', 'u', 'x')
UNION ALL
SELECT 'class:' || c.oid, 6, c.oid::bigint, 'index ' || c.relname, pg_get_indexdef(c.oid)
FROM class c WHERE c.relkind IN ('i', 'I')
    AND NOT EXISTS (SELECT FROM constraint_of n WHERE n.conindid = c.oid AND n.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'class:' || c.oid, 7, 0, 'index ' || c.relname, format('ALTER INDEX %s ATTACH PARTITION %s', i.inhparent::regclass, c.name)
FROM class c JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.relkind IN ('i', 'I')
UNION ALL
SELECT 'class:' || c.oid, 7, 1, 'index ' || c.relname, format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s', c.name, a.attnum,
    a.attstattarget)
FROM class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attstattarget >= 0 WHERE c.relkind IN ('i', 'I')
UNION ALL
SELECT 'class:' || c.oid, 7, 2, 'index ' || x.relname, format('ALTER TABLE %s CLUSTER ON %I', c.name, x.relname)
FROM class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisclustered JOIN class x ON x.oid = i.indexrelid
UNION ALL
SELECT 'class:' || c.oid, 7, 3, c.what, format('ALTER TABLE ONLY %s REPLICA IDENTITY %s', c.name, CASE c.relreplident WHEN 'f' THEN 'FULL'
    WHEN 'n' THEN 'NOTHING' ELSE (SELECT format('USING INDEX %I', x.relname) FROM pg_index i JOIN class x ON x.oid = i.indexrelid
        WHERE i.indrelid = c.oid AND i.indisreplident) END)
FROM relation c WHERE c.relkind IN ('r', 'p', 'm') AND c.relreplident <> 'd'
UNION ALL
SELECT 'constraint:' || n.oid, 8, n.oid::bigint, 'constraint ' || n.conname || ' of ' || c.relname,
    format('ALTER TABLE %s ADD CONSTRAINT %s %s', c.name, n.name, n.definition)
FROM constraint_of n JOIN class c ON c.oid = n.conrelid
WHERE n.conislocal AND (n.contype = 'c' OR n.contype = 'n' AND NOT n.convalidated)
-- A table that was made below one with a constraint that is not valid has never had a row that breaks it.
UNION ALL
SELECT 'constraint:' || n.oid, 8, 10000000000, 'constraint ' || n.conname || ' of ' || c.relname,
    format('ALTER TABLE %s VALIDATE CONSTRAINT %s', c.name, n.name)
FROM constraint_of n JOIN class c ON c.oid = n.conrelid
WHERE n.convalidated AND n.coninhcount > 0 AND n.contype IN ('c', 'n') AND EXISTS (
    SELECT FROM pg_inherits i JOIN constraint_of above ON above.conrelid = i.inhparent AND above.contype = n.contype
        AND above.conname = n.conname AND NOT above.convalidated WHERE i.inhrelid = n.conrelid)
UNION ALL
SELECT 'constraint:' || n.oid, 9, n.oid::bigint, 'constraint ' || n.conname || ' of ' || c.relname,
    format('ALTER TABLE %s ADD CONSTRAINT %s %s', c.name, n.name, n.definition)
FROM constraint_of n JOIN class c ON c.oid = n.conrelid WHERE n.contype = 'f' AND n.conparentid = 0
UNION ALL
SELECT 'class:' || c.oid, 10, 0, c.what, format('REFRESH MATERIALIZED VIEW %s', c.name)
FROM relation c WHERE c.relkind = 'm' AND c.relispopulated
UNION ALL
SELECT 'comment', 11, 0, 'comment on ' || o.identity, format('COMMENT ON %s %s IS %L',
    CASE WHEN d.classoid = 'pg_type'::regclass THEN 'TYPE' WHEN d.objsubid > 0 THEN 'COLUMN'
        WHEN d.classoid = 'pg_constraint'::regclass THEN 'CONSTRAINT'
        WHEN c.relkind = 'v' THEN 'VIEW' WHEN c.relkind = 'm' THEN 'MATERIALIZED VIEW' WHEN c.relkind = 'S' THEN 'SEQUENCE'
        WHEN c.relkind IN ('i', 'I') THEN 'INDEX' ELSE 'TABLE' END,
    CASE WHEN n.contypid <> 0 THEN n.name || ' ON DOMAIN ' || n.contypid::regtype ELSE o.identity END, d.description)
FROM pg_description d CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) o
    LEFT JOIN class c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid
    LEFT JOIN constraint_of n ON d.classoid = 'pg_constraint'::regclass AND n.oid = d.objoid
WHERE c.oid IS NOT NULL AND c.relkind <> 'c' OR n.oid IS NOT NULL OR c.oid IS NOT NULL AND d.objsubid > 0
    OR d.classoid = 'pg_type'::regclass AND d.objoid IN (SELECT oid FROM type)
)
SELECT unit, step, what, statement FROM statement ORDER BY step, place, unit, statement
