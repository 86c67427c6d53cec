package ai.ekaya.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The database keeps projects apart, whatever a statement forgets. Made from the catalog: a new table without a policy fails here, and
 * one without a project until it stands in {@link TenantTables#WITHOUT_TENANT}.
 */
class TenantsIT {
    /** Everything that the role across projects may do; all of its policies show it all rows. */
    private static final String ACROSS = """
            api_token: DELETE, SELECT, UPDATE (used_at)
            app_operation: SELECT (app_id, lease_until, project_id, server_id)
            app_trigger: SELECT (asked, enabled, id, kind, owner_id, project_id), UPDATE (changed_at)
            app_user: SELECT
            app_wake: SELECT (app_id, done_at, due_at, id, project_id, trigger_id), UPDATE (due_at)
            audit_head: SELECT (project_id)
            group_role: SELECT
            installed_app: SELECT (catalog, data_kept_until, held_until, id, owner_id, package_hash, project_id, schedule, schedule_key, schedule_paused, state, trial_ends_at)
            marketplace_project: SELECT (due_at, project_id, reconciled_at, told)
            model_answer: SELECT (at, project_id)
            model_call: SELECT (at, project_id)
            model_conversation: SELECT (at, project_id)
            notice_delivery: SELECT (channel_id, due_at, state)
            notify_channel: SELECT (busy_until, id, project_id), UPDATE (busy_until)
            project: SELECT
            project_member: SELECT
            run: SELECT (app_id, attempt, cancel_requested, fence, id, lease_until, project_id, retry_at, server_id, state, trigger_kind), \
            UPDATE (lease_until)
            run_answer: SELECT (address, project_id, used_at)
            run_answer_use: SELECT (address, project_id)
            schedule_cursor: DELETE, SELECT, UPDATE (next_at)
            sso_session: SELECT (asked_at, confirmed_at, token_hash)
            submission: SELECT (id, project_id, state, submitted_at)
            user_session: SELECT, UPDATE (used_at)""";

    private static final UUID A = UUID.randomUUID();
    private static final UUID B = UUID.randomUUID();
    private static final DatabaseUrl URL = TestDatabase.fresh();
    private static final TenantTables CATALOG = new TenantTables(URL);
    private static Store store;
    private static String runtime;

    @BeforeAll
    static void open() {
        store = Store.open(URL);
        runtime = CATALOG.one("SELECT role_name FROM ekaya.runtime_login");
        CATALOG.dropChecksAndForeignKeys();
        for (TenantTables.Table table : CATALOG.ofProjects()) {
            CATALOG.run(CATALOG.insert(table, A));
            CATALOG.run(CATALOG.insert(table, B));
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    static Stream<TenantTables.Table> tables() {
        return CATALOG.ofProjects().stream();
    }

    /** Those that the server's login may read at all. */
    static Stream<TenantTables.Table> readable() {
        return tables().filter(table -> may(table, "SELECT"));
    }

    private static boolean may(TenantTables.Table table, String command) {
        return CATALOG.one("SELECT has_table_privilege('" + runtime + "', 'ekaya." + table + "', '" + command + "')")
                .equals("t");
    }

    @Test
    void every_table_belongs_to_projects_or_is_listed_with_a_reason() {
        assertThat(tables()).hasSizeGreaterThan(15);
        assertThat(Stream.concat(tables().map(TenantTables.Table::name), TenantTables.WITHOUT_TENANT.keySet().stream()))
                .as("a table needs project_id and its policy, or a reason in TenantTables.WITHOUT_TENANT")
                .containsExactlyInAnyOrderElementsOf(CATALOG.all());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void a_table_of_projects_is_closed_also_to_its_owner(TenantTables.Table table) {
        assertThat(CATALOG.one("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = 'ekaya." + table
                        + "'::regclass"))
                .as("%s has no row-level security: CALL ekaya.belongs_to_project('%s') in its migration", table, table)
                .isEqualTo("t");
        String own = "(" + table.key() + " = (NULLIF(current_setting('ekaya.project'::text, true), ''::text))::uuid)";
        String orNone = "(" + own + " OR ((project_id IS NULL) AND"
                + " (COALESCE(current_setting('ekaya.project'::text, true), ''::text) = ''::text)))";
        assertThat(CATALOG.list("SELECT qual FROM pg_policies WHERE schemaname = 'ekaya' AND tablename = '" + table
                        + "' AND roles = '{public}'"))
                .containsExactly(CATALOG.mayBelongToNone(table) ? orNone : own);
        assertThat(CATALOG.list(
                        "SELECT DISTINCT r::text FROM pg_policies, unnest(roles) AS r WHERE schemaname = 'ekaya'"
                                + " AND tablename = '" + table + "'"))
                .isSubsetOf("public", URL.user(), runtime + "_across");
    }

    @ParameterizedTest
    @MethodSource("readable")
    void who_has_set_no_project_sees_no_row(TenantTables.Table table) {
        assertThat(store.<Long>inTransaction(count(table))).isZero();
        assertThat(store.<Long>inTransaction(transaction -> {
                    transaction.set("SELECT set_config('ekaya.project', ?, true)", "");
                    return count(table).apply(transaction);
                }))
                .isZero();
        assertThat(store.<Long>inProject(UUID.randomUUID(), count(table))).isZero();
        // On the same connection, after a transaction in a project and after one that failed in it.
        assertThat(store.<Long>inProject(A, count(table))).isEqualTo(1);
        assertThat(store.<Long>inTransaction(count(table))).isZero();
        assertThatThrownBy(() -> store.transactIn(A, transaction -> {
                    throw new IllegalStateException("the change failed");
                }))
                .hasMessage("the change failed");
        assertThat(store.<Long>inTransaction(count(table))).isZero();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void who_forgets_the_where_sees_the_rows_of_their_project(TenantTables.Table table) {
        String sql = "SELECT CAST(" + table.key() + " AS text) FROM ekaya." + table;
        assertThat(store.<List<String>>inProject(A, t -> Sql.list(t, sql, row -> row.getString(1))))
                .containsExactly(A.toString());
        assertThat(store.<List<?>>inProject(
                        B, t -> t.entities().createNativeQuery(sql).getResultList()))
                .singleElement()
                .isEqualTo(B.toString());
    }

    @Test
    void entities_are_read_in_the_transaction_that_knows_the_project() {
        String jpql = "SELECT FUNCTION('txid_current'), p.id FROM ProjectRow p";
        store.transactIn(A, transaction -> {
            Object[] first =
                    transaction.entities().createQuery(jpql, Object[].class).getSingleResult();
            Object[] second =
                    transaction.entities().createQuery(jpql, Object[].class).getSingleResult();
            assertThat(first).isEqualTo(second).contains(A);
        });
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nothing_is_written_into_another_project(TenantTables.Table table) {
        assertRefused(A, CATALOG.insert(table, B));
        assertRefused(A, "UPDATE ekaya." + table + " SET " + table.key() + " = '" + B + "'");
        for (String sql : List.of(
                "UPDATE ekaya.%s SET %s = %s WHERE %s = '%s'"
                        .formatted(table, table.key(), table.key(), table.key(), B),
                "DELETE FROM ekaya.%s WHERE %s = '%s'".formatted(table, table.key(), B))) {
            if (may(table, sql.substring(0, sql.indexOf(' ')))) {
                assertThat(store.<Integer>inProject(A, t -> Sql.update(t, sql))).isZero();
            } else {
                assertRefused(A, sql);
            }
        }
        assertThat(CATALOG.one("SELECT count(*) FROM ekaya." + table + " WHERE " + table.key() + " = '" + B + "'"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void what_belongs_to_the_own_project_is_written(TenantTables.Table table) {
        if (!may(table, "INSERT")) {
            assertThat(table.name()).isIn("app_database", "app_schema_copy", "app_state_copy");
            return;
        }
        UUID own = UUID.randomUUID();
        assertThat(store.<Integer>inProject(own, t -> Sql.update(t, CATALOG.insert(table, own))))
                .isOne();
        assertThat(store.<Long>inProject(own, count(table))).isOne();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nothing_is_written_without_a_project(TenantTables.Table table) {
        assertThatThrownBy(() -> store.transact(t -> Sql.update(t, CATALOG.insert(table, A))))
                .satisfies(TenantsIT::isRefusal);
    }

    private static void assertRefused(UUID project, String sql) {
        assertThatThrownBy(() -> store.transactIn(project, t -> Sql.update(t, sql)))
                .as(sql)
                .satisfies(TenantsIT::isRefusal);
    }

    private static void isRefusal(Throwable thrown) {
        assertThat(thrown.getCause())
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42501"));
    }

    private static Function<Transaction, Long> count(TenantTables.Table table) {
        return transaction -> Sql.first(
                        transaction, "SELECT count(" + table.key() + ") FROM ekaya." + table, row -> row.getLong(1))
                .orElseThrow();
    }

    @Test
    void what_belongs_to_no_project_is_for_transactions_in_none() {
        TenantTables.Table events = new TenantTables.Table("audit_event", "project_id");
        assertThat(tables().filter(CATALOG::mayBelongToNone)).contains(events);
        String insert = CATALOG.insert(events, A).replace("'" + A + "'", "NULL");
        assertRefused(A, insert);
        assertThat(store.<Integer>inTransaction(t -> Sql.update(t, insert))).isOne();
        String sql = "SELECT count(*) FROM ekaya.audit_event WHERE project_id IS NULL";
        Function<Transaction, Long> count =
                t -> Sql.first(t, sql, row -> row.getLong(1)).orElseThrow();
        assertThat(store.<Long>inTransaction(count)).isOne();
        assertThat(store.<Long>inProject(A, count)).isZero();
    }

    @Test
    void the_servers_login_owns_nothing_and_gets_round_nothing() {
        assertThat(CATALOG.one("SELECT count(*) FROM pg_shdepend WHERE deptype = 'o' AND refobjid = '" + runtime
                        + "'::regrole"))
                .isEqualTo("0");
        assertThat(CATALOG.list("SELECT concat_ws(' ', rolsuper, rolbypassrls, rolinherit, rolcreaterole) FROM pg_roles"
                        + " WHERE rolname IN ('" + runtime + "', '" + runtime + "_across')"))
                .hasSize(2)
                .allMatch(flags -> flags.startsWith("f f"));
        assertThat(CATALOG.list(
                        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = '" + runtime + "'::regrole"))
                .containsExactly(runtime + "_across");
        assertThat(CATALOG.one("SELECT pg_has_role('" + runtime + "', '" + runtime + "_across', 'USAGE')"))
                .isEqualTo("f");
    }

    @Test
    void the_role_across_projects_may_do_what_is_listed_here() {
        String across = runtime + "_across";
        assertThat(CATALOG.rightsOf(across)).isEqualTo(ACROSS);
        assertThat(CATALOG.one("SELECT count(*) FROM pg_shdepend WHERE deptype = 'o' AND refobjid = '" + across
                        + "'::regrole"))
                .isEqualTo("0");
        assertThat(CATALOG.one("SELECT rolcanlogin FROM pg_roles WHERE rolname = '" + across + "'"))
                .isEqualTo("f");
        assertThat(CATALOG.list("SELECT tablename || ' ' || cmd FROM pg_policies WHERE '" + across
                        + "' = ANY (roles) ORDER BY tablename, cmd"))
                .containsExactly(
                        "api_token DELETE",
                        "api_token SELECT",
                        "api_token UPDATE",
                        "app_operation SELECT",
                        "app_trigger SELECT",
                        "app_trigger UPDATE",
                        "app_wake SELECT",
                        "app_wake UPDATE",
                        "audit_head SELECT",
                        "group_role SELECT",
                        "installed_app SELECT",
                        "marketplace_project SELECT",
                        "model_answer SELECT",
                        "model_call SELECT",
                        "model_conversation SELECT",
                        "notice_delivery SELECT",
                        "notify_channel SELECT",
                        "notify_channel UPDATE",
                        "project SELECT",
                        "project_member SELECT",
                        "run SELECT",
                        "run UPDATE",
                        "run_answer SELECT",
                        "run_answer_use SELECT",
                        "schedule_cursor DELETE",
                        "schedule_cursor SELECT",
                        "schedule_cursor UPDATE",
                        "submission SELECT");
        for (String sql : List.of(
                "SELECT input FROM ekaya.run",
                "UPDATE ekaya.project_member SET role = 'ADMIN'",
                "SELECT * FROM ekaya.datasource",
                "INSERT INTO ekaya.project (id, name, created_at) VALUES (gen_random_uuid(), 'x', now())")) {
            assertThatThrownBy(() -> store.transactAcross(t -> Sql.update(t, sql)))
                    .as(sql)
                    .hasStackTraceContaining("permission denied");
        }
        assertThat(store.<Long>acrossProjects(count(new TenantTables.Table("project", "id"))))
                .isGreaterThan(1);
    }

    @Test
    void work_across_projects_that_has_entered_one_sees_no_other() {
        String sql = "SELECT CAST(id AS text) FROM ekaya.project WHERE id IN ('" + A + "', '" + B + "')";
        store.transactAcross(transaction -> {
            assertThat(Sql.list(transaction, sql, row -> row.getString(1))).hasSize(2);
            transaction.enter(A);
            assertThat(Sql.list(transaction, sql, row -> row.getString(1))).containsExactly(A.toString());
            assertThat(Sql.first(transaction, "SELECT current_user", row -> row.getString(1)))
                    .contains(runtime);
            transaction.enter(B);
            assertThat(Sql.list(transaction, sql, row -> row.getString(1))).containsExactly(B.toString());
        });
        assertThatThrownBy(() -> store.transactIn(A, transaction -> transaction.enter(B)))
                .hasMessageContaining("Only a transaction across projects");
        assertThatThrownBy(() -> store.transact(transaction -> transaction.enter(B)))
                .hasMessageContaining("Only a transaction across projects");
    }
}
