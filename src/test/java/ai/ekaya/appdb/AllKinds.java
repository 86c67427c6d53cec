package ai.ekaya.appdb;

/** A migration with every kind of thing that the guard lets an app make. */
final class AllKinds {
    static final String SCRIPT = """
            CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'Happy');
            ALTER TYPE mood ADD VALUE 'low' BEFORE 'it''s ok';
            CREATE TYPE address AS (street text, number int, moods mood[]);
            CREATE DOMAIN percent AS numeric(5, 2) DEFAULT 50 CONSTRAINT sensible CHECK (VALUE BETWEEN 0 AND 100);
            CREATE DOMAIN code AS varchar(8) COLLATE "C" NOT NULL;
            CREATE TYPE span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi, MULTIRANGE_TYPE_NAME = spans);
            CREATE TYPE "Text" AS ENUM ('a');
            COMMENT ON TYPE mood IS 'how one feels, it''s said; {d ''x''} ? :a';
            CREATE SEQUENCE alone AS smallint INCREMENT BY -3 MINVALUE -300 MAXVALUE 20 START 17 CACHE 2 CYCLE;
            SELECT nextval('alone');
            CREATE TABLE "Kinds of; things" (
                id bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 7) PRIMARY KEY,
                gone text, kind mood NOT NULL DEFAULT 'sad', also mood[] DEFAULT ARRAY['low'::mood],
                home address, share percent, code code DEFAULT 'abc', during span, all_of spans, dropped int,
                "Quoted ""n"" name" text COLLATE "C" DEFAULT 'x; y', twice int GENERATED ALWAYS AS (length("Quoted ""n"" name") * 2) STORED,
                number int DEFAULT nextval('alone'), at timestamptz DEFAULT now(), raw bytea, j jsonb, f float8, i interval,
                CONSTRAINT unlike CHECK ("Quoted ""n"" name" <> 'never'), CONSTRAINT one_code UNIQUE NULLS NOT DISTINCT (code, number)
            ) WITH (fillfactor = 71);
            ALTER TABLE "Kinds of; things" DROP gone, DROP dropped;
            ALTER TABLE "Kinds of; things" ADD late text, ALTER raw SET STORAGE EXTERNAL, ALTER j SET COMPRESSION pglz,
                ALTER late SET STATISTICS 77, ALTER f SET (n_distinct = 5);
            COMMENT ON TABLE "Kinds of; things" IS 'all';
            COMMENT ON COLUMN "Kinds of; things"."Quoted ""n"" name" IS 'odd';
            CREATE INDEX partly ON "Kinds of; things" (lower(late), id DESC NULLS LAST) INCLUDE (f) WHERE kind = 'sad';
            CREATE UNIQUE INDEX loose ON "Kinds of; things" USING btree (late COLLATE "C" text_pattern_ops) WITH (fillfactor = 60);
            CREATE INDEX inside ON "Kinds of; things" USING gin (j jsonb_path_ops);
            ALTER INDEX partly ALTER COLUMN 1 SET STATISTICS 500;
            COMMENT ON INDEX partly IS 'some';
            ALTER TABLE "Kinds of; things" CLUSTER ON loose;
            CREATE TABLE part (id serial PRIMARY KEY, thing bigint CONSTRAINT of REFERENCES "Kinds of; things" ON DELETE CASCADE
                DEFERRABLE INITIALLY DEFERRED, during span, parent int REFERENCES part, room int4range,
                EXCLUDE USING gist (room WITH &&), CONSTRAINT pair UNIQUE (id, thing) DEFERRABLE);
            CREATE UNLOGGED TABLE "UPPER" (id serial, x text NOT NULL);
            ALTER TABLE "UPPER" REPLICA IDENTITY FULL;
            INSERT INTO "UPPER" (x) VALUES ('old');
            ALTER TABLE "UPPER" ADD CONSTRAINT unsure CHECK (x <> 'old') NOT VALID;
            CREATE TABLE of_type OF address (street NOT NULL);
            CREATE TABLE nothing ();
            INSERT INTO nothing DEFAULT VALUES;
            CREATE TABLE above (a int NOT NULL, b text DEFAULT 'above' CHECK (b <> ''));
            CREATE TABLE below (c int) INHERITS (above);
            ALTER TABLE below ALTER b SET DEFAULT 'below';
            CREATE TABLE beside (a int NOT NULL, b text, d int, CONSTRAINT above_b_check CHECK (b <> ''));
            ALTER TABLE beside INHERIT above;
            INSERT INTO above VALUES (1); INSERT INTO below VALUES (2, 'x', 3); INSERT INTO beside VALUES (4, 'y', 5);
            CREATE TABLE events (day date NOT NULL, id int, what text, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
            CREATE TABLE events_old PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
            CREATE TABLE events_new (what text, id int NOT NULL, day date NOT NULL);
            ALTER TABLE events ATTACH PARTITION events_new FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE TABLE events_rest PARTITION OF events DEFAULT PARTITION BY LIST (id);
            CREATE TABLE events_rest_1 PARTITION OF events_rest FOR VALUES IN (1, 2);
            CREATE INDEX by_what ON events (what);
            ALTER INDEX events_old_what_idx RENAME TO other_name;
            INSERT INTO events VALUES ('2025-06-01', 1, 'a'), ('2026-06-01', 2, 'b'), ('2028-01-01', 1, 'c');
            INSERT INTO "Kinds of; things" (kind, also, home, share, during, all_of, "Quoted ""n"" name", raw, j, f, i, late)
            SELECT (ARRAY['sad', 'low', 'Happy']::mood[])[1 + g % 3], ARRAY['it''s ok', NULL]::mood[],
                ROW ('a "b", \\ (' || g, g, ARRAY['low']::mood[])::address, g, span(0.1, g + 0.2, '[)'),
                spans(span(0.3, 1), span(2, NULL)), 'q' || g, decode('00ff', 'hex'), '{"a": [1, "?"]}', 1 / g::float8,
                '-1 year 2 days 03:04:05.6', 'late' || g FROM generate_series(1, 20) g;
            INSERT INTO part (thing, parent, during, room) SELECT id, NULL, during, int4range(id::int, id::int + 3)
                FROM "Kinds of; things";
            UPDATE part SET parent = id - 1 WHERE id > 1;
            SELECT setval('part_id_seq', 500, false);
            CREATE VIEW plain (x, y) AS SELECT k.id, p.id FROM "Kinds of; things" k LEFT JOIN part p ON p.thing = k.id
                WHERE k.kind = 'sad' AND k.home IS NOT NULL;
            CREATE VIEW checked AS SELECT * FROM "UPPER" WHERE x > 'a' WITH CASCADED CHECK OPTION;
            ALTER VIEW checked ALTER COLUMN x SET DEFAULT 'view';
            CREATE VIEW grouped AS SELECT k.*, count(p.id) AS parts FROM "Kinds of; things" k
                LEFT JOIN part p ON p.thing = k.id GROUP BY k.id;
            CREATE OR REPLACE VIEW plain (x, y, z) AS SELECT k.id, p.id, g.parts FROM "Kinds of; things" k
                LEFT JOIN part p ON p.thing = k.id JOIN grouped g ON g.id = k.id;
            CREATE VIEW tree AS WITH RECURSIVE t AS (SELECT id, 0 AS depth FROM part WHERE parent IS NULL
                UNION ALL SELECT p.id, depth + 1 FROM part p JOIN t ON p.parent = t.id) SELECT * FROM t;
            COMMENT ON VIEW plain IS 'seen';
            CREATE MATERIALIZED VIEW stored AS SELECT kind, count(*) AS n FROM "Kinds of; things" GROUP BY 1;
            CREATE MATERIALIZED VIEW stored_again WITH (fillfactor = 80) AS SELECT * FROM stored WHERE n > 1;
            CREATE MATERIALIZED VIEW empty AS SELECT * FROM tree WITH NO DATA;
            CREATE UNIQUE INDEX stored_kind ON stored (kind);
            CREATE TABLE of_rows (row plain, rows part[], seen below);
            INSERT INTO of_rows (row, seen) SELECT ROW (1, 2, 3)::plain, whole FROM below whole;
            CREATE SEQUENCE never_used;
            CREATE SEQUENCE given OWNED BY part.room;
            CREATE TABLE like_part (LIKE part INCLUDING ALL);
            """;

    private AllKinds() {}
}
