package ai.ekaya.appdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppSpaceIT {
    private static final long MOST = 1 << 20;
    private static final String NOTES = "CREATE TABLE notes (id serial PRIMARY KEY, body text NOT NULL);"
            + " ALTER TABLE notes ALTER body SET STORAGE EXTERNAL";
    private static final String FILL = "INSERT INTO notes (body) SELECT repeat('x', 1000) FROM generate_series(1, %d)";

    @TempDir
    private Path home;

    private TestApps apps;
    private AppId app;

    @BeforeEach
    void open() {
        apps = new TestApps(
                home,
                Limits.defaults()
                        .with(Limit.APPDB_SPACE_BYTES, MOST)
                        .with(Limit.APPDB_SPACE_RESERVE_BYTES, MOST / 2)
                        .with(Limit.APPDB_RELATIONS_COUNT, 10));
        app = apps.app(NOTES);
    }

    @AfterEach
    void close() {
        apps.close();
    }

    private void assertTooLarge(String sql) {
        assertThatThrownBy(() -> apps.query(app, sql))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.LIMIT))
                .hasMessageMatching("The app's tables would take \\d+[KM]iB, at most 1MiB;"
                        + " delete rows or ask an administrator");
    }

    private String count() {
        return apps.rows(app, "SELECT count(*) FROM notes");
    }

    @Test
    void takes_what_fits_and_nothing_of_what_does_not() {
        apps.query(app, FILL.formatted(600));
        assertThat(count()).isEqualTo("[[600]]");
        assertTooLarge(FILL.formatted(700));
        assertTooLarge("WITH w AS (" + FILL.formatted(700) + " RETURNING id) SELECT count(*) FROM w");
        assertTooLarge("CREATE TABLE copy AS SELECT a.* FROM notes a, generate_series(1, 3)");
        assertThat(count()).isEqualTo("[[600]]");
        // What was rolled back is no longer in the way.
        apps.query(app, FILL.formatted(100));
        assertThat(count()).isEqualTo("[[700]]");
    }

    @Test
    void gives_back_the_room_of_a_statement_that_failed() {
        apps.query(app, FILL.formatted(10));
        assertThatThrownBy(() -> apps.query(
                        app,
                        "INSERT INTO notes (body) SELECT repeat('x', 1000) FROM generate_series(1, 5000) g"
                                + " WHERE 1 / (5000 - g) >= 0"))
                .hasMessage("Division by zero");
        assertThat(Long.parseLong(apps.one("SELECT pg_total_relation_size('" + apps.schemaOf(app) + ".notes')")))
                .isLessThan(MOST);
        assertThat(count()).isEqualTo("[[10]]");
        for (String parameter : List.of("autovacuum_enabled", "toast.autovacuum_enabled", "vacuum_truncate")) {
            assertThatThrownBy(() -> apps.query(app, "CREATE TABLE t (id int) WITH (" + parameter + " = false)"))
                    .hasMessageContaining("is not open to apps");
            assertThatThrownBy(() -> apps.query(app, "ALTER TABLE notes SET (" + parameter + " = false)"))
                    .hasMessageContaining("is not open to apps");
        }
        apps.query(app, "CREATE TABLE t (id int, vacuum_model text) WITH (fillfactor = 90)");
        assertThatThrownBy(() -> apps.query(app, "COMMENT ON TABLE t IS '" + "x".repeat(5_000) + "'"))
                .hasMessage("A comment has at most 4096 characters");
        apps.query(app, "COMMENT ON TABLE t IS 'What it is for'");
    }

    @Test
    void counts_indexes_and_large_values_that_lie_beside_the_table() {
        apps.query(app, FILL.formatted(600));
        assertTooLarge("CREATE INDEX ON notes (body)");
        assertTooLarge("INSERT INTO notes (body) VALUES (repeat('x', 2000000))");
        apps.query(app, "CREATE INDEX ON notes (id)");
        apps.query(app, "INSERT INTO notes (body) VALUES (repeat('x', 100000))");
    }

    @Test
    void lets_an_app_that_is_full_delete_and_then_write_again() {
        apps.query(app, FILL.formatted(750));
        assertTooLarge(FILL.formatted(500));
        // The file does not get smaller by this alone.
        apps.query(app, "DELETE FROM notes WHERE id > 100");
        apps.query(app, FILL.formatted(550));
        assertThat(count()).isEqualTo("[[650]]");
        apps.query(app, "TRUNCATE notes");
        apps.query(app, FILL.formatted(750));
    }

    @Test
    void lets_an_app_that_got_too_large_shrink_its_rows_and_delete() {
        AppId large = app;
        apps.restart(Limits.defaults());
        apps.query(large, FILL.formatted(1_500));
        apps.restart(
                Limits.defaults().with(Limit.APPDB_SPACE_BYTES, MOST).with(Limit.APPDB_SPACE_RESERVE_BYTES, 8 * MOST));
        assertTooLarge("INSERT INTO notes (body) SELECT repeat('x', 1000) FROM generate_series(1, 200)");
        apps.query(large, "UPDATE notes SET body = 'short' WHERE id <= 700");
        apps.query(large, "DELETE FROM notes WHERE id > 700");
        assertThat(count()).isEqualTo("[[700]]");
        assertThat(apps.rows(large, "SELECT length(body) FROM notes LIMIT 1")).isEqualTo("[[5]]");
    }

    @Test
    void gives_an_update_a_reserve_and_no_more() {
        apps.query(app, FILL.formatted(800));
        apps.query(app, "UPDATE notes SET body = 'y' || substr(body, 2, 300) WHERE id <= 500");
        assertTooLarge("UPDATE notes SET body = repeat('z', 3000)");
        assertThat(apps.rows(app, "SELECT count(*) FROM notes WHERE body LIKE 'z%'"))
                .isEqualTo("[[0]]");
    }

    @Test
    void counts_tables_and_indexes() {
        String[] tables = Arrays.stream("abcd".split(""))
                .map(name -> "CREATE TABLE " + name + " (id int PRIMARY KEY)")
                .toArray(String[]::new);
        for (int i = 0; i < 3; i++) {
            apps.query(app, tables[i]);
        }
        assertThatThrownBy(() -> apps.query(app, tables[3]))
                .hasMessage("The app would have 11 tables, indexes, views and sequences, at most 10; drop some");
        apps.query(app, "DROP TABLE a");
        apps.query(app, tables[3]);
        assertThatThrownBy(() -> apps.query(app, "SELECT * FROM a")).hasMessageContaining("no such table");
    }

    @Test
    void counts_types_labels_constraints_and_comments() {
        // The tables of the start have a key, which is a constraint.
        apps.restart(Limits.defaults().with(Limit.APPDB_DETAILS_COUNT, 6));
        apps.query(app, "CREATE TYPE mood AS ENUM ('well', 'ill')");
        apps.query(app, "COMMENT ON COLUMN notes.body IS 'What is said'");
        for (String more : List.of(
                "CREATE TYPE many AS ENUM ('a', 'b', 'c')",
                "CREATE DOMAIN short AS text CHECK (length(VALUE) < 9)",
                "CREATE TYPE pair AS (a int, b int)",
                "CREATE TABLE other (a int UNIQUE CHECK (a > 0))")) {
            assertThatThrownBy(() -> apps.query(app, more))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.LIMIT))
                    .hasMessageMatching("The app would have [0-9]+ types, labels of enums, constraints and comments,"
                            + " at most 6; drop some");
        }
        assertThat(apps.one("SELECT count(*) FROM pg_type WHERE typname IN ('many', 'short', 'pair')"))
                .isEqualTo("0");
        apps.query(app, "ALTER TYPE mood ADD VALUE 'tired'");
        assertThatThrownBy(() -> apps.query(app, "COMMENT ON COLUMN notes.id IS 'Its number'"))
                .hasMessageContaining("would have 7 types");
        assertThatThrownBy(() -> apps.query(app, "ALTER TYPE mood ADD VALUE 'late'"))
                .hasMessageContaining("would have 7 types");
        // The same comment anew is no more, and dropping makes room.
        apps.query(app, "COMMENT ON COLUMN notes.body IS 'What was said'");
        apps.query(app, "DROP TYPE mood");
        apps.query(app, "COMMENT ON COLUMN notes.id IS 'Its number'");
        apps.query(app, "CREATE TABLE plain (a int NOT NULL, b int NOT NULL, c int NOT NULL, d int NOT NULL)");
    }

    @Test
    void counts_the_definitions_of_views_defaults_and_checks() {
        apps.restart(Limits.defaults().with(Limit.APPDB_SPACE_BYTES, MOST));
        // What a catalog keeps of it is compressed, so each is another text.
        Random random = new Random(7);
        for (String statement : List.of(
                "ALTER TABLE notes ADD CONSTRAINT c%d CHECK (body <> '%s')",
                "ALTER TABLE notes ADD COLUMN d%d text DEFAULT '%s' || clock_timestamp()",
                "CREATE VIEW v%d AS SELECT '%s' AS x")) {
            app = apps.app(NOTES);
            apps.query(app, statement.formatted(98, "short"));
            int made = 0;
            try {
                for (; made < 30; made++) {
                    apps.query(app, statement.formatted(made, letters(random, 60_000)));
                }
            } catch (Refusal full) {
                assertThat(full).hasMessageContaining("The app's tables would take");
            }
            assertThat(made).as(statement).isBetween(1, 29);
            assertTooLarge(statement.formatted(99, letters(random, 60_000)));
        }
    }

    private static String letters(Random random, int bytes) {
        return random.ints(bytes / 3, 0x4e00, 0x9f00)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    @Test
    void counts_what_migrations_write() {
        String most = "INSERT INTO notes (body) SELECT repeat('x', 1000) FROM generate_series(1, %d)";
        assertThatThrownBy(() ->
                        apps.databases.create(apps.project, app, TestApps.migrations(NOTES, most.formatted(2_000))))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.LIMIT));
        assertThat(count()).isEqualTo("[[0]]");
        apps.databases.create(apps.project, app, TestApps.migrations(NOTES, most.formatted(500)));
        assertThat(count()).isEqualTo("[[500]]");
    }

    @Test
    void counts_each_app_alone() {
        AppId other = apps.app(NOTES);
        apps.query(app, FILL.formatted(800));
        apps.query(other, FILL.formatted(800));
        assertTooLarge(FILL.formatted(400));
    }
}
