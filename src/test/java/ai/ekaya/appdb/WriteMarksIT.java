package ai.ekaya.appdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlArguments;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteMarksIT {
    private final UUID run = UUID.randomUUID();
    private final AtomicInteger asked = new AtomicInteger();

    @TempDir
    private Path home;

    private TestApps apps;
    private AppId app;

    @BeforeEach
    void open() {
        apps = new TestApps(home, Limits.defaults());
        app = apps.app("CREATE TABLE notes (id int PRIMARY KEY, body text); INSERT INTO notes VALUES (0, 'first');"
                + " CREATE SEQUENCE numbers; CREATE VIEW counts AS SELECT nextval('numbers') AS n");
    }

    @AfterEach
    void close() {
        apps.close();
    }

    /** One attempt's changes, numbered as they come. */
    private final class Marking implements WriteMarking {
        private final int attempt;

        Marking(int attempt) {
            this.attempt = attempt;
        }

        @Override
        public Optional<WriteMark> mark() {
            return Optional.of(
                    new WriteMark(run, attempt, asked.incrementAndGet(), "hash", "arguments", new byte[] {1}));
        }

        @Override
        public Refusal ended() {
            return new Refusal(RefusalCode.CONFLICT, "The attempt was ended");
        }
    }

    private void query(int attempt, String sql) {
        apps.databases.query(app, sql, SqlArguments.byPlace(List.of()), new Marking(attempt), new Cancellation());
    }

    private List<WriteMark> end(int attempt) {
        return apps.databases.endAttempts(app, List.of(new WriteMark.Attempt(run, attempt))).stream()
                .findFirst()
                .flatMap(EndedAttempt::marks)
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO notes VALUES (1, 'x')",
                "UPDATE notes SET body = 'insert'",
                "DELETE FROM notes",
                "TRUNCATE notes",
                "CREATE TABLE more (id int)",
                "DROP TABLE notes",
                "WITH added AS (INSERT INTO notes VALUES (2, 'y') RETURNING id) SELECT id FROM added",
                "MERGE INTO notes USING notes AS v ON notes.id = v.id WHEN MATCHED THEN DELETE",
                "SELECT nextval('numbers')",
                "SELECT \"setval\" ('numbers', 7) FROM notes",
                "VALUES (nextval('numbers'))",
                "WITH next AS (SELECT nextval('numbers') AS n) SELECT n FROM next",
                "SELECT body FROM notes FOR UPDATE",
                "(SELECT body FROM notes FOR NO KEY UPDATE)"
            })
    void what_changes_something_leaves_its_mark(String sql) {
        query(1, sql);
        assertThat(end(1)).singleElement().satisfies(mark -> {
            assertThat(mark.sequence()).isEqualTo(1);
            assertThat(mark.arguments()).isEqualTo("arguments");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT body FROM notes WHERE body <> 'insert'",
                "VALUES (1)",
                "TABLE notes",
                "WITH all_of_them AS (SELECT 'delete' AS body FROM notes) SELECT body FROM all_of_them",
                "SELECT last_value AS nextval FROM numbers WHERE 'nextval(' <> ''"
            })
    void what_only_reads_is_not_even_asked_for_a_mark(String sql) {
        query(1, sql);
        assertThat(asked).hasValue(0);
        assertThat(end(1)).isEmpty();
    }

    @Test
    void a_change_that_a_view_hides_is_refused_and_does_not_happen() {
        assertThatThrownBy(() -> query(1, "SELECT n FROM counts"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("This SELECT may only read")
                .hasMessageNotContaining("datasource");
        assertThat(end(1)).isEmpty();
        assertThat(apps.rows(app, "SELECT is_called FROM numbers")).isEqualTo("[[false]]");
    }

    @Test
    void a_change_that_fails_leaves_no_mark() {
        assertThatThrownBy(() -> query(1, "INSERT INTO notes VALUES (0, 'again')"))
                .isInstanceOf(Refusal.class);
        assertThat(end(1)).isEmpty();
    }

    @Test
    void an_attempt_that_was_ended_changes_nothing_more_and_the_next_one_does() {
        query(1, "INSERT INTO notes VALUES (1, 'before')");
        assertThat(end(1)).hasSize(1);
        assertThatThrownBy(() -> query(1, "INSERT INTO notes VALUES (2, 'after')"))
                .hasMessage("The attempt was ended");
        query(1, "SELECT 1");
        query(2, "INSERT INTO notes VALUES (3, 'next')");
        assertThat(apps.rows(app, "SELECT id FROM notes ORDER BY id")).isEqualTo("[[0],[1],[3]]");
        assertThat(end(1)).hasSize(1);
        assertThat(end(2)).hasSize(1);
    }

    @Test
    void an_attempt_whose_change_is_still_open_is_not_ended() throws SQLException {
        WriteMark mark = new WriteMark(run, 1, 1, "hash", "arguments", new byte[] {1});
        try (Connection standing = asApp();
                Statement statement = standing.createStatement()) {
            standing.setAutoCommit(false);
            statement.execute(WriteMarks.lock(mark));
            statement.execute("INSERT INTO notes VALUES (1, 'open')");
            assertThat(apps.databases
                            .endAttempts(app, List.of(new WriteMark.Attempt(run, 1)))
                            .get(0)
                            .marks())
                    .isEmpty();
            assertThat(WriteMarks.insert(standing, mark)).isTrue();
            standing.commit();
        }
        assertThat(end(1)).hasSize(1);
    }

    @Test
    void a_schema_without_the_table_gets_it_with_the_first_change() {
        apps.run("DROP TABLE " + apps.schemaOf(app) + ".ekaya_effect");
        query(1, "INSERT INTO notes VALUES (1, 'x')");
        assertThat(apps.rows(app, "SELECT count(*) FROM notes")).isEqualTo("[[2]]");
        assertThat(end(1)).hasSize(1);
    }

    @Test
    void a_schema_without_the_table_gets_it_at_the_start() {
        apps.run("DROP TABLE " + apps.schemaOf(app) + ".ekaya_effect");
        apps.restart(Limits.defaults());
        assertThat(apps.one("SELECT to_regclass('" + apps.schemaOf(app) + ".ekaya_effect')"))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM ekaya_effect",
                "DELETE FROM ekaya_effect",
                "DROP TABLE ekaya_effect",
                "INSERT INTO ekaya_effect SELECT * FROM ekaya_effect",
                "ALTER TABLE ekaya_effect ADD x int",
                "CREATE VIEW mine AS SELECT * FROM \"ekaya_effect\"",
                "SELECT pg_advisory_xact_lock(1)"
            })
    void an_app_does_not_come_near_the_marks(String sql) {
        query(1, "INSERT INTO notes VALUES (1, 'x')");
        assertThatThrownBy(() -> query(1, sql))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ARGUMENT));
        assertThat(end(1)).hasSize(1);
    }

    // Below the guard: what the login itself can do, should a statement get past it.
    @Test
    void the_login_adds_and_reads_marks_and_can_do_nothing_else_to_them() throws SQLException {
        query(1, "INSERT INTO notes VALUES (1, 'x')");
        try (Connection session = asApp();
                Statement statement = session.createStatement()) {
            for (String sql : List.of(
                    "DELETE FROM ekaya_effect",
                    "UPDATE ekaya_effect SET attempt = 9",
                    "TRUNCATE ekaya_effect",
                    "DROP TABLE ekaya_effect",
                    "ALTER TABLE ekaya_effect OWNER TO " + apps.roleOf(app))) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
            }
        }
        assertThat(end(1)).hasSize(1);
    }

    @Test
    void marks_count_in_no_quota() {
        long before = relations();
        query(1, "INSERT INTO notes VALUES (1, 'x')");
        assertThat(relations()).isEqualTo(before);
        assertThat(apps.one("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = '" + apps.schemaOf(app)
                        + ".ekaya_effect'::regclass"))
                .isEqualTo(apps.url.user());
    }

    private long relations() {
        return Long.parseLong(
                apps.one("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = '" + apps.roleOf(app) + "'"));
    }

    @Test
    void marks_go_with_the_end_of_their_run_and_ends_of_attempts_with_the_run() {
        query(1, "INSERT INTO notes VALUES (1, 'x')");
        end(1);
        query(2, "INSERT INTO notes VALUES (2, 'x')");
        insertRun("RUNNING", null);
        assertThat(apps.databases.sweepMarks(Instant.now())).isZero();
        apps.run("UPDATE ekaya.run SET state = 'ENDED', outcome = 'LOST'");
        assertThat(apps.databases.sweepMarks(Instant.now())).isEqualTo(2);
        Instant tomorrow = Instant.now().plus(Duration.ofHours(25));
        assertThat(apps.databases.sweepMarks(tomorrow)).isZero();
        assertThatThrownBy(() -> query(1, "INSERT INTO notes VALUES (3, 'late')"))
                .hasMessage("The attempt was ended");
        apps.run("DELETE FROM ekaya.run");
        assertThat(apps.databases.sweepMarks(Instant.now())).isZero();
        assertThat(apps.databases.sweepMarks(tomorrow)).isEqualTo(1);
    }

    private void insertRun(String state, String outcome) {
        apps.run(
                "SET session_replication_role = replica",
                "INSERT INTO ekaya.run (id, project_id, app_id, app_slug, version, package_hash, trigger_kind,"
                        + " trigger_json, principal_kind, principal_id, principal_name, input, state, outcome, seed,"
                        + " created_at, server_id, lease_until) VALUES ('" + run + "', '" + apps.project + "', '" + app
                        + "', 'a', '1', 'h', 'manual', '{}', 'user', '" + run + "', 'ada', '{}', '" + state + "', "
                        + outcome + ", 1, now(), 'one', now())");
    }

    private Connection asApp() throws SQLException {
        apps.run("ALTER ROLE " + apps.roleOf(app) + " PASSWORD 'known'");
        return DriverManager.getConnection(apps.url.jdbcUrl() + "?stringtype=unspecified", apps.roleOf(app), "known");
    }
}
