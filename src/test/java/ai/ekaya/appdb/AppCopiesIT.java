package ai.ekaya.appdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppCopiesIT {
    @TempDir
    private Path home;

    private TestApps apps;

    @BeforeEach
    void open() {
        apps = new TestApps(home, Limits.defaults());
    }

    @AfterEach
    void close() {
        apps.close();
    }

    private static void assertSame(List<String> before, List<String> after) {
        List<String> missing = new ArrayList<>(before);
        after.forEach(missing::remove);
        List<String> surplus = new ArrayList<>(after);
        before.forEach(surplus::remove);
        assertThat(missing).as("surplus: " + surplus).isEmpty();
        assertThat(surplus).isEmpty();
    }

    @Test
    void copies_every_kind_of_thing_that_an_app_can_make() {
        AppId app = apps.app(AllKinds.SCRIPT);
        List<String> before = apps.dump(apps.schemaOf(app));
        AppCopy copy = apps.copies.copy(app, "hash");
        assertThat(before).hasSizeGreaterThan(300);
        assertSame(before, apps.dump(copy.schema()));
        assertSame(before, apps.dump(apps.schemaOf(app)));
        assertThat(apps.references(copy.schema(), apps.schemaOf(app))).isEmpty();
        assertThat(apps.references(apps.schemaOf(app), copy.schema())).isEmpty();
        assertThat(copy.bytes()).isGreaterThan(100_000);
    }

    @Test
    void copies_schemas_that_nobody_thought_of() {
        long first = new Random().nextLong();
        for (long seed = first; seed < first + 60; seed++) {
            String script = RandomSchema.script(seed);
            String told = "seed " + seed + ":\n" + script;
            try {
                AppId app = apps.app(script);
                List<String> before = apps.dump(apps.schemaOf(app));
                AppCopy copy = apps.copies.copy(app, "hash");
                assertSame(before, apps.dump(copy.schema()));
                assertSame(before, apps.dump(apps.schemaOf(app)));
                assertThat(apps.references(copy.schema(), apps.schemaOf(app))).isEmpty();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(told, e);
            }
        }
    }

    private void assertNoCopy(AppId app, List<String> before) {
        assertThat(apps.one("SELECT count(*) FROM ekaya.app_schema_copy WHERE app_id = '" + app + "'"))
                .isEqualTo("0");
        assertThat(apps.list("SELECT nspname FROM pg_namespace WHERE nspname ~ '^app_'"))
                .containsExactly(apps.schemaOf(app));
        assertThat(apps.one("SELECT count(*) FROM pg_auth_members WHERE roleid = '" + apps.roleOf(app)
                        + "'::regrole AND set_option"))
                .isEqualTo("0");
        assertSame(before, apps.dump(apps.schemaOf(app)));
    }

    @Test
    void refuses_what_it_cannot_copy_and_names_it_and_leaves_nothing() {
        AppId app = apps.app(
                "CREATE TABLE notes (id serial PRIMARY KEY, body text); INSERT INTO notes (body) VALUES ('x')");
        String schema = apps.schemaOf(app);
        apps.run(
                "CREATE FUNCTION " + schema + ".touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                "CREATE TRIGGER touched BEFORE UPDATE ON " + schema + ".notes FOR EACH ROW EXECUTE FUNCTION " + schema
                        + ".touch()");
        List<String> before = apps.dump(schema);
        assertThatThrownBy(() -> apps.copies.copy(app, "hash"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.CONFLICT))
                .hasMessage("The app's schema cannot be copied: function touch(): it is not the same in the copy");
        assertNoCopy(app, before);
        apps.run("DROP TRIGGER touched ON " + schema + ".notes", "DROP FUNCTION " + schema + ".touch()");
        assertThat(apps.copies.copy(app, "hash").label()).isEqualTo("hash");
    }

    @Test
    void what_switches_the_role_back_is_not_copied() {
        AppId app = apps.app("CREATE TABLE notes (id int); INSERT INTO notes VALUES (1)");
        String schema = apps.schemaOf(app);
        apps.run("ALTER TABLE " + schema
                + ".notes ADD CONSTRAINT out CHECK (set_config('role', 'none', true) IS NOT NULL) NOT VALID");
        List<String> before = apps.dump(schema);
        // Not valid: nothing computes it but a row that comes.
        AppCopy legal = apps.copies.copy(app, "hash");
        apps.copies.drop(legal);
        apps.run("ALTER TABLE " + schema + ".notes VALIDATE CONSTRAINT out");
        assertThatThrownBy(() -> apps.copies.copy(app, "hash"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED));
        apps.run("UPDATE pg_constraint SET convalidated = false WHERE conname = 'out'");
        assertNoCopy(app, before);
    }

    @Test
    void a_copy_that_takes_too_long_is_given_up() {
        AppId app = apps.app("CREATE TABLE notes AS SELECT g FROM generate_series(1, 500000) g");
        List<String> before = apps.dump(apps.schemaOf(app));
        apps.restart(Limits.defaults().with(Limit.APPDB_COPY_MILLIS, 100));
        assertThatThrownBy(() -> apps.copies.copy(app, "hash"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.LIMIT))
                .hasMessage("Copying the app's schema takes longer than 100ms; delete rows of it");
        assertNoCopy(app, before);
        apps.restart(Limits.defaults());
        assertThat(apps.copies.copy(app, "hash").bytes()).isGreaterThan(10_000_000);
    }

    @Test
    void an_app_reaches_no_copy() {
        AppId app = apps.app("CREATE TABLE notes (id serial, body text); INSERT INTO notes (body) VALUES ('x')");
        AppCopy copy = apps.copies.copy(app, "hash");
        assertUnreachable(app, copy);
        assertThat(apps.rows(app, "SELECT nextval('notes_id_seq')")).isEqualTo("[[2]]");
    }

    /** Also to who knows its random name, and the numbers of what is in it. */
    private void assertUnreachable(AppId app, AppCopy copy) {
        List<String> before = apps.dump(copy.schema());
        String number = apps.one("SELECT '" + copy.schema() + ".notes_id_seq'::regclass::oid");
        for (String sql : List.of(
                "SELECT * FROM %s.notes",
                "INSERT INTO %s.notes (body) VALUES ('y')",
                "DELETE FROM %s.notes",
                "TRUNCATE %s.notes",
                "ALTER TABLE %s.notes ADD z int",
                "DROP TABLE %s.notes",
                "CREATE TABLE %s.more (id int)",
                "CREATE VIEW look AS SELECT * FROM %s.notes",
                "ALTER SEQUENCE %s.notes_id_seq RESTART",
                "SELECT nextval('%s.notes_id_seq')",
                "SELECT setval(" + number + ", 99)",
                "SELECT nextval('" + number + "')",
                "SELECT last_value FROM %s.notes_id_seq",
                "CREATE TABLE heir () INHERITS (%s.notes)")) {
            assertThatThrownBy(() -> apps.query(app, sql.formatted(copy.schema())))
                    .as(sql)
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_PERMITTED));
        }
        assertSame(before, apps.dump(copy.schema()));
    }

    @Test
    void one_that_dies_at_any_step_leaves_nothing_and_the_next_is_made() {
        AppId app = apps.app("""
                CREATE TYPE mood AS ENUM ('sad');
                CREATE TABLE notes (id serial PRIMARY KEY, body mood);
                INSERT INTO notes (body) VALUES ('sad');
                CREATE VIEW looked AS SELECT * FROM notes
                """);
        List<String> before = apps.dump(apps.schemaOf(app));
        apps.dieAtCommand();
        int step = 0;
        while (true) {
            step++;
            apps.dieAtCommand(step);
            try {
                AppCopy copy = apps.copies.copy(app, "hash");
                assertThat(step).isGreaterThan(15);
                assertSame(before, apps.dump(copy.schema()));
                return;
            } catch (Refusal e) {
                assertThat(e.code()).as(e.getMessage()).isIn(RefusalCode.UPSTREAM, RefusalCode.UNAVAILABLE);
            }
            assertNoCopy(app, before);
        }
    }
}
