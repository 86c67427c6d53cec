package ai.ekaya.appdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlArguments;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class AppSwapIT {
    private static final String NOTES = "CREATE TABLE notes (id serial PRIMARY KEY, body text);"
            + " INSERT INTO notes (body) SELECT 'n' || g FROM generate_series(1, 100) g";
    private static final String LENGTHS = "ALTER TABLE notes ALTER body TYPE int USING length(body)";

    @TempDir
    private Path home;

    private TestApps apps;
    private AppId app;
    private AppState state;

    @BeforeEach
    void open() {
        Limits limits = Limits.defaults().with(Limit.APPDB_SWAP_WAIT_MILLIS, 300);
        apps = new TestApps(home, limits);
        app = apps.app(NOTES);
        state = new AppState(apps.store, limits);
    }

    @AfterEach
    void close() {
        apps.close();
    }

    private AppCopy.Keeping keeping(String label) {
        return new AppCopy.Keeping(label, apps.clock.instant().plus(Duration.ofDays(30)));
    }

    private AppCopy swap(AppCopy copy, String label) {
        return apps.store.inProject(apps.project, transaction -> apps.copies.swap(transaction, copy, keeping(label)));
    }

    private AppCopy migrated(String... scripts) {
        AppCopy copy = apps.copies.copy(app, "new");
        List<String> all = new ArrayList<>(List.of(NOTES));
        all.addAll(List.of(scripts));
        apps.copies.migrate(copy, TestApps.migrations(all.toArray(String[]::new)));
        return copy;
    }

    private List<String> live() {
        return apps.dump(apps.schemaOf(app));
    }

    private static void refuses(RefusalCode code, String message, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void two_swaps_bring_back_the_very_same_rows_and_state() {
        state.set(apps.project, app, "cursor", JsonNodeFactory.instance.textNode("before"), 0);
        List<String> before = live();
        AppCopy kept = swap(migrated(LENGTHS), "old");
        assertThat(apps.rows(app, "SELECT sum(body + 0) FROM notes")).isEqualTo("[[292]]");
        assertThat(apps.copies.kept(app)).containsExactly(kept);
        assertThat(kept.label()).isEqualTo("old");
        assertThat(apps.dump(kept.schema())).isEqualTo(before);
        assertThat(state.get(apps.project, app, "cursor")).isPresent();

        apps.query(app, "DELETE FROM notes");
        apps.query(app, "CREATE TABLE more (id int)");
        state.set(apps.project, app, "cursor", JsonNodeFactory.instance.textNode("after"), 1);
        state.set(apps.project, app, "more", JsonNodeFactory.instance.textNode("after"), 0);
        List<String> after = live();
        AppCopy undone = swap(kept, "new");
        assertThat(live()).isEqualTo(before);
        assertThat(apps.rows(app, "INSERT INTO notes (body) VALUES ('text') RETURNING id"))
                .isEqualTo("[[101]]");
        assertThat(state.get(apps.project, app, "cursor"))
                .contains(new AppState.Entry(JsonNodeFactory.instance.textNode("before"), 1));
        assertThat(state.get(apps.project, app, "more")).isEmpty();

        swap(undone, "old again");
        assertThat(live()).isEqualTo(after);
        assertThat(state.get(apps.project, app, "more")).isPresent();
    }

    @Test
    void migrations_run_in_the_copy_alone_and_are_known_after_the_swap() {
        List<AppMigration> both = TestApps.migrations(NOTES, LENGTHS);
        assertThat(apps.copies.pending(app, both)).containsExactly(both.get(1));
        List<String> before = live();
        AppCopy copy = apps.copies.copy(app, "new");
        apps.copies.migrate(copy, both);
        assertThat(live()).isEqualTo(before);
        assertThat(apps.copies.pending(app, both)).hasSize(1);
        swap(copy, "old");
        assertThat(apps.copies.pending(app, both)).isEmpty();
        assertThat(apps.references(
                        apps.schemaOf(app), apps.copies.kept(app).get(0).schema()))
                .isEmpty();
        refuses(
                RefusalCode.BAD_ARGUMENT,
                "was changed after it was applied",
                () -> apps.copies.pending(app, TestApps.migrations(NOTES + ";")));
    }

    @Test
    void a_migration_that_fails_changes_neither() {
        AppCopy copy = apps.copies.copy(app, "new");
        List<String> before = live();
        refuses(
                RefusalCode.BAD_ARGUMENT,
                "migrations/003_x.sql, statement 1 in line 1: There is no such table or view",
                () -> apps.copies.migrate(copy, TestApps.migrations(NOTES, LENGTHS, "INSERT INTO nowhere VALUES (1)")));
        assertThat(live()).isEqualTo(before);
        assertThat(apps.dump(copy.schema())).isEqualTo(before);
        assertClosed(copy);
        apps.copies.drop(copy);
        refuses(RefusalCode.NOT_FOUND, "no longer there", () -> apps.copies.migrate(copy, TestApps.migrations(NOTES)));
        refuses(RefusalCode.NOT_FOUND, "no longer there", () -> swap(copy, "old"));
    }

    private void assertClosed(AppCopy copy) {
        refuses(RefusalCode.NOT_PERMITTED, "", () -> apps.query(app, "SELECT * FROM " + copy.schema() + ".notes"));
        String number = apps.one("SELECT '" + copy.schema() + ".notes_id_seq'::regclass::oid");
        refuses(RefusalCode.NOT_PERMITTED, "", () -> apps.query(app, "SELECT setval(" + number + ", 99)"));
    }

    @Test
    void what_was_live_is_out_of_the_apps_reach_until_it_is_live_again() {
        AppCopy kept = swap(migrated(LENGTHS), "old");
        List<String> before = apps.dump(kept.schema());
        assertClosed(kept);
        assertThat(apps.dump(kept.schema())).isEqualTo(before);
        assertThat(apps.rows(app, "SELECT nextval('notes_id_seq')")).isEqualTo("[[101]]");
        AppCopy other = swap(kept, "new");
        assertClosed(other);
        assertThat(apps.rows(app, "SELECT nextval('notes_id_seq')")).isEqualTo("[[101]]");
    }

    /** A connection as the app's pools have it. */
    private Connection asApp() throws SQLException {
        String role = apps.roleOf(app);
        apps.run("ALTER ROLE " + role + " PASSWORD 'known'");
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(apps.url.jdbcUrl());
        driver.setUser(role);
        driver.setPassword("known");
        driver.setCurrentSchema(apps.schemaOf(app));
        driver.setPrepareThreshold(1);
        return driver.getConnection();
    }

    @Test
    void open_connections_see_the_swapped_tables_at_once() throws SQLException {
        AppCopy copy = migrated(LENGTHS, "ALTER TABLE notes ADD late text DEFAULT 'l'");
        try (Connection open = asApp();
                PreparedStatement typed = open.prepareStatement("SELECT max(body::text) FROM notes WHERE id > ?");
                PreparedStatement whole = open.prepareStatement("SELECT * FROM notes WHERE id = ?")) {
            for (int i = 0; i < 6; i++) {
                assertThat(first(typed)).isEqualTo("n99");
                assertThat(first(whole)).isEqualTo("1");
            }
            assertThat(prepared(open)).isPositive();
            AppCopy kept = swap(copy, "old");
            assertThat(first(typed)).isEqualTo("4");
            try (Statement statement = open.createStatement();
                    ResultSet row = statement.executeQuery("SELECT body, late FROM notes WHERE id = 1")) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(2);
                assertThat(row.getString(2)).isEqualTo("l");
            }
            // Of other columns: the driver prepares it anew.
            assertThat(first(whole)).isEqualTo("1");
            assertThat(whole.getMetaData().getColumnCount()).isEqualTo(3);
            swap(kept, "new");
            assertThat(first(typed)).isEqualTo("n99");
        }
    }

    private static String first(PreparedStatement query) throws SQLException {
        query.setInt(1, query.toString().contains("max") ? 0 : 1);
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    private static int prepared(Connection open) throws SQLException {
        try (Statement statement = open.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%notes%'")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static final class Marking implements WriteMarking {
        private final UUID run = UUID.randomUUID();

        @Override
        public Optional<WriteMark> mark() {
            return Optional.of(new WriteMark(run, 1, 1, "hash", "arguments", new byte[] {1}));
        }

        @Override
        public Refusal ended() {
            return new Refusal(RefusalCode.CONFLICT, "The attempt was ended");
        }
    }

    @Test
    void a_change_that_the_copy_does_not_have_is_not_lost() {
        AppCopy copy = migrated(LENGTHS);
        Marking run = new Marking();
        apps.databases.query(
                app,
                "INSERT INTO notes (body) VALUES ('late')",
                SqlArguments.byPlace(List.of()),
                run,
                new Cancellation());
        List<String> before = live();
        refuses(RefusalCode.CONFLICT, "changed its tables since they were copied", () -> swap(copy, "old"));
        assertThat(live()).isEqualTo(before);
        swap(migrated(LENGTHS), "old");
        assertThat(apps.rows(app, "SELECT body FROM notes WHERE id = 101")).isEqualTo("[[4]]");
    }

    @Test
    void the_marks_that_tell_of_a_change_stay_until_the_copy_is_swapped_in_or_dropped() {
        AppCopy copy = migrated(LENGTHS);
        apps.databases.query(
                app,
                "INSERT INTO notes (body) VALUES ('late')",
                SqlArguments.byPlace(List.of()),
                new Marking(),
                new Cancellation());
        // Its run is not there any more.
        assertThat(apps.databases.sweepMarks(apps.clock.instant())).isZero();
        refuses(RefusalCode.CONFLICT, "changed its tables since they were copied", () -> swap(copy, "old"));
        apps.copies.drop(copy);
        assertThat(apps.databases.sweepMarks(apps.clock.instant())).isOne();
    }

    @Test
    void an_attempt_that_was_ended_stays_so_on_both_sides() {
        Marking run = new Marking();
        AppCopy copy = migrated(LENGTHS);
        WriteMark mark = run.mark().orElseThrow();
        apps.databases.endAttempts(app, List.of(new WriteMark.Attempt(mark.run(), mark.attempt())));
        AppCopy kept = swap(copy, "old");
        Runnable late = () -> apps.databases.query(
                app,
                "INSERT INTO notes (body) VALUES (NULL)",
                SqlArguments.byPlace(List.of()),
                run,
                new Cancellation());
        refuses(RefusalCode.CONFLICT, "The attempt was ended", late);
        swap(kept, "new");
        refuses(RefusalCode.CONFLICT, "The attempt was ended", late);
        assertThat(apps.rows(app, "SELECT count(*) FROM notes")).isEqualTo("[[100]]");
    }

    @Test
    void waits_a_moment_for_a_statement_that_has_begun_and_says_so() throws SQLException {
        AppCopy copy = migrated(LENGTHS);
        try (Connection open = asApp();
                Statement statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute(SwapLock.SHARED);
            statement.execute("SELECT count(*) FROM notes");
            long from = System.nanoTime();
            refuses(
                    RefusalCode.UNAVAILABLE,
                    "A statement of the app has been running for more than 300ms, so its tables were not swapped",
                    () -> swap(copy, "old"));
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(20));
            assertThat(apps.rows(app, "SELECT max(body) FROM notes")).isEqualTo("[[\"n99\"]]");
            open.rollback();
        }
        swap(copy, "old");
        assertThat(apps.rows(app, "SELECT max(body) FROM notes")).isEqualTo("[[4]]");
    }

    @Test
    void a_statement_reads_all_its_tables_on_one_side_and_other_apps_notice_nothing() {
        AppId paired = apps.app("CREATE TABLE a (v int); CREATE TABLE b (v int); INSERT INTO a VALUES (1);"
                + " INSERT INTO b VALUES (1)");
        AppCopy next = apps.copies.copy(paired, "2");
        apps.copies.migrate(next, List.of(new AppMigration(2, "x", "UPDATE a SET v = 2; UPDATE b SET v = 2")));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger read = new AtomicInteger();
        CompletableFuture<Void> readers = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> {
                    while (!over.get()) {
                        assertThat(apps.rows(paired, "SELECT count(*) FROM a JOIN b USING (v)"))
                                .isEqualTo("[[1]]");
                        read.incrementAndGet();
                    }
                }),
                CompletableFuture.runAsync(() -> {
                    while (!over.get()) {
                        assertThat(apps.rows(app, "SELECT count(*) FROM notes")).isEqualTo("[[100]]");
                        read.incrementAndGet();
                    }
                }));
        try {
            for (int i = 0; i < 20; i++) {
                next = swap(next, String.valueOf(i));
            }
        } finally {
            over.set(true);
            readers.join();
        }
        assertThat(read.get()).isGreaterThan(5);
    }

    @Test
    void one_that_dies_in_a_migration_or_a_swap_leaves_the_live_schema() {
        AppCopy kept = null;
        AppCopy copy = apps.copies.copy(app, "new");
        List<String> before = live();
        apps.dieAtCommand();
        int died = 0;
        for (int step = 1; kept == null; step++) {
            apps.dieAtCommand(step);
            try {
                apps.copies.migrate(copy, TestApps.migrations(NOTES, LENGTHS, "CREATE TABLE more (id int)"));
                kept = swap(copy, "old");
            } catch (RuntimeException e) {
                died++;
                assertThat(live()).isEqualTo(before);
                assertThat(apps.copies.kept(app)).isEmpty();
                assertThat(apps.rows(app, "SELECT count(*) FROM notes")).isEqualTo("[[100]]");
            }
        }
        apps.run("DROP EVENT TRIGGER doom");
        assertThat(died).isGreaterThan(8);
        assertThat(apps.dump(kept.schema())).isEqualTo(before);
        assertClosed(kept);
        assertThat(schemas()).containsExactlyInAnyOrder(apps.schemaOf(app), kept.schema());
    }

    @Test
    void one_copy_of_an_app_is_made_at_a_time() throws SQLException {
        try (Connection other = TestDatabase.superuser(apps.url.user());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO ekaya.app_schema_copy"
                    + " (schema_name, project_id, app_id, purpose, label, made_at, bytes) VALUES ('"
                    + AppLogin.newName() + "', '" + apps.project + "', '" + app + "', 'NEXT', 'x', now(), 0)");
            refuses(RefusalCode.CONFLICT, "is being copied already", () -> apps.copies.copy(app, "new"));
            // Of another app one is made meanwhile.
            assertThat(apps.copies.copy(apps.app(NOTES), "new").bytes()).isPositive();
            other.rollback();
        }
        assertThat(schemas()).hasSize(3);
        assertThat(apps.copies.copy(app, "new").bytes()).isPositive();
    }

    private List<String> schemas() {
        return apps.list("SELECT nspname FROM pg_namespace WHERE nspname ~ '^app_'");
    }

    @Test
    void keeps_few_and_sweeps_what_is_over_and_what_was_never_finished() {
        List<AppCopy> kept = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            apps.clock.advance(Duration.ofSeconds(1));
            kept.add(swap(apps.copies.copy(app, "new"), String.valueOf(i)));
        }
        assertThat(apps.copies.kept(app)).extracting(AppCopy::label).containsExactly("4", "3", "2");
        AppCopy begun = apps.copies.copy(app, "next");
        AppCopy again = apps.copies.copy(app, "next");
        assertThat(schemas()).doesNotContain(begun.schema()).hasSize(5);
        refuses(RefusalCode.NOT_FOUND, "no longer there", () -> swap(kept.get(0), "x"));
        assertThat(apps.copies.sweep(apps.clock.instant())).isZero();
        apps.clock.advance(Duration.ofMinutes(61));
        assertThat(apps.copies.sweep(apps.clock.instant())).isOne();
        assertThat(schemas()).doesNotContain(again.schema()).hasSize(4);
        apps.clock.advance(Duration.ofDays(31));
        assertThat(apps.copies.kept(app)).isEmpty();
        assertThat(apps.copies.sweep(apps.clock.instant())).isEqualTo(3);
        assertThat(schemas()).containsExactly(apps.schemaOf(app));
        assertThat(apps.rows(app, "SELECT count(*) FROM notes")).isEqualTo("[[100]]");
    }

    @Test
    void goes_with_its_app() {
        AppCopy kept = swap(apps.copies.copy(app, "new"), "old");
        apps.copies.copy(app, "next");
        String role = apps.roleOf(app);
        apps.databases.drop(app);
        assertThat(schemas()).isEmpty();
        assertThat(apps.one("SELECT count(*) FROM pg_roles WHERE rolname = '" + role + "'"))
                .isEqualTo("0");
        assertThat(apps.one("SELECT count(*) FROM ekaya.app_schema_copy")).isEqualTo("0");
        assertThat(apps.one("SELECT count(*) FROM ekaya.app_state_copy")).isEqualTo("0");
        apps.copies.drop(kept);
        refuses(RefusalCode.NOT_FOUND, "has no database", () -> apps.copies.copy(app, "x"));
    }

    @Test
    void takes_no_room_of_the_app() {
        apps.restart(Limits.defaults().with(Limit.APPDB_RELATIONS_COUNT, 4).with(Limit.APPDB_SPACE_BYTES, 200_000));
        swap(apps.copies.copy(app, "new"), "old");
        apps.copies.copy(app, "next");
        apps.query(app, "CREATE TABLE more (id int)");
        refuses(RefusalCode.LIMIT, "at most 4", () -> apps.query(app, "CREATE TABLE two_more (id int)"));
    }

    @Test
    void gets_back_what_a_restore_gave_to_another() {
        AppCopy kept = swap(migrated(LENGTHS), "old");
        List<String> before = apps.dump(kept.schema());
        apps.run(
                "ALTER TABLE " + kept.schema() + ".notes OWNER TO " + apps.url.user(),
                "REVOKE ALL ON ALL TABLES IN SCHEMA " + kept.schema() + " FROM " + apps.roleOf(app));
        apps.restart(Limits.defaults());
        assertThat(apps.dump(kept.schema())).isEqualTo(before);
        assertClosed(kept);
        swap(kept, "new");
        apps.query(app, "INSERT INTO notes (body) VALUES ('mine')");
        assertThat(apps.copies.pending(app, TestApps.migrations(NOTES, LENGTHS)))
                .hasSize(1);
    }

    @Test
    void the_servers_login_swaps_an_apps_own_copies_in_its_project_and_nothing_else() {
        AppCopy copy = apps.copies.copy(app, "new");
        AppId other = apps.app(NOTES);
        List<String> before = live();
        refuses(
                RefusalCode.NOT_FOUND,
                "no longer there",
                () -> apps.store.inProject(
                        UUID.randomUUID(), transaction -> apps.copies.swap(transaction, copy, keeping("x"))));
        refuses(
                RefusalCode.NOT_FOUND,
                "no longer there",
                () -> apps.store.inTransaction(transaction -> apps.copies.swap(transaction, copy, keeping("x"))));
        for (String schema : List.of(apps.schemaOf(other), apps.schemaOf(app), "ekaya", "public", "x; DROP TABLE y")) {
            AppCopy forged = new AppCopy(app, schema, "x", Instant.EPOCH, Optional.empty(), 0);
            refuses(RefusalCode.NOT_FOUND, "no longer there", () -> swap(forged, "x"));
        }
        AppCopy of = new AppCopy(other, copy.schema(), "x", Instant.EPOCH, Optional.empty(), 0);
        refuses(RefusalCode.NOT_FOUND, "no longer there", () -> swap(of, "x"));
        assertThat(live()).isEqualTo(before);
        String login = apps.one("SELECT role_name FROM ekaya.runtime_login");
        assertThat(
                        apps.list(
                                "SELECT grantee::regrole::text FROM pg_proc, aclexplode(proacl) WHERE proname = 'swap_app_schema'"))
                .containsExactlyInAnyOrder(apps.url.user(), login);
        assertThat(apps.one("SELECT bool_or(has_any_column_privilege('" + login + "', t, 'SELECT, INSERT, UPDATE')"
                        + " OR has_table_privilege('" + login + "', t, 'DELETE'))"
                        + " FROM unnest('{ekaya.app_schema_copy,ekaya.app_state_copy}'::text[]) t"))
                .isEqualTo("f");
        swap(copy, "old");
    }
}
