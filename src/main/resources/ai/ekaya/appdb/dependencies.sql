-- Which units of a schema's structure need which others first; units as in structure.sql, read beside it.
WITH class AS (
    SELECT oid, relkind, reltype FROM pg_class WHERE relnamespace = '{schema}'::regnamespace
), key_constraint AS (
    SELECT oid, conrelid, conindid, contypid, contype IN ('p', 'u', 'x') AS apart FROM pg_constraint
    WHERE connamespace = '{schema}'::regnamespace
), type_unit AS (
    SELECT t.oid, CASE
        WHEN e.oid IS NOT NULL THEN CASE WHEN e.typtype = 'c' AND ec.relkind <> 'c' THEN 'class:' || e.typrelid ELSE 'type:' || e.oid END
        WHEN r.rngtypid IS NOT NULL THEN 'type:' || r.rngtypid
        WHEN t.typtype = 'c' AND tc.relkind <> 'c' THEN 'class:' || t.typrelid
        ELSE 'type:' || t.oid END AS unit
    FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid
        LEFT JOIN pg_class ec ON ec.oid = e.typrelid LEFT JOIN pg_class tc ON tc.oid = t.typrelid
        LEFT JOIN pg_range r ON r.rngmultitypid = t.oid OR r.rngmultitypid = e.oid AND e.oid IS NOT NULL
    WHERE t.typnamespace = '{schema}'::regnamespace
), unit AS (
    SELECT 'pg_type'::regclass AS classid, oid AS objid, unit FROM type_unit
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, coalesce(
        (SELECT 'constraint:' || n.oid FROM key_constraint n WHERE n.conindid = c.oid AND n.apart),
        (SELECT 'class:' || d.refobjid FROM pg_depend d WHERE c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
            AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'),
        (SELECT t.unit FROM type_unit t WHERE c.relkind = 'c' AND t.oid = c.reltype),
        'class:' || c.oid)
    FROM class c
    UNION ALL
    SELECT 'pg_constraint'::regclass, n.oid, CASE WHEN n.apart THEN 'constraint:' || n.oid
        WHEN n.conrelid <> 0 THEN 'class:' || n.conrelid ELSE 'type:' || n.contypid END
    FROM key_constraint n
    UNION ALL
    SELECT 'pg_attrdef'::regclass, d.oid, 'class:' || d.adrelid FROM pg_attrdef d JOIN class c ON c.oid = d.adrelid
    UNION ALL
    SELECT 'pg_rewrite'::regclass, r.oid, 'class:' || r.ev_class FROM pg_rewrite r JOIN class c ON c.oid = r.ev_class
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, t.unit FROM pg_proc p
        JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i' AND d.refclassid = 'pg_type'::regclass
        JOIN type_unit t ON t.oid = d.refobjid
    WHERE p.pronamespace = '{schema}'::regnamespace
)
SELECT DISTINCT u.unit, needed.unit AS needs FROM pg_depend d
    JOIN unit u ON u.classid = d.classid AND u.objid = d.objid
    JOIN unit needed ON needed.classid = d.refclassid AND needed.objid = d.refobjid
-- A sequence is given to its column afterwards; foreign keys come last.
WHERE u.unit <> needed.unit AND NOT (d.deptype = 'a' AND u.unit LIKE 'class:%' AND d.classid = 'pg_class'::regclass
        AND d.refobjsubid > 0 AND d.objid IN (SELECT oid FROM class WHERE relkind = 'S'))
    AND NOT (d.classid = 'pg_constraint'::regclass AND d.objid IN (SELECT oid FROM pg_constraint WHERE contype = 'f'))
ORDER BY 1, 2
