package ai.ekaya.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.run.SettableClock;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import ai.ekaya.web.Json;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretsIT {
    private static final String VALUE = "hunter2-but-longer";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final DatabaseUrl url = TestDatabase.fresh();
    private final Store store = Store.open(url);
    private final MasterKey key = MasterKey.of("A".repeat(43) + "=", "test");
    private final Limits limits = Limits.defaults();
    private final ProjectId project = new ProjectId(UUID.randomUUID());
    private final ProjectId other = new ProjectId(UUID.randomUUID());
    private final Principal admin = new Principal(
            Principal.Kind.USER,
            new UserId(UUID.randomUUID()),
            "ada",
            false,
            Map.of(project, Role.ADMIN, other, Role.ADMIN));
    private final TestSecrets rooms = rooms(limits);
    private final Secrets secrets = rooms.secrets();

    @BeforeEach
    void makeProjects() {
        for (ProjectId id : List.of(project, other)) {
            superuser("INSERT INTO ekaya.project (id, name, created_at) VALUES ('" + id + "', '" + id + "', now())");
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private TestSecrets rooms(Limits bounds) {
        return TestSecrets.on(store, new Sealer(key), bounds, clock);
    }

    private SecretView write(String name, String value) {
        return write(name, value, null);
    }

    private SecretView write(String name, String value, Integer version) {
        return rooms.changes
                .write(admin, project, name, new NewSecret(new Secret(value), version))
                .secret();
    }

    private Optional<String> opened(ProjectId from, String name) {
        return secrets.open(from, name).map(Secret::value);
    }

    private static Refusal refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(Refusal.class, call);
    }

    @Test
    void a_secret_is_written_told_without_its_value_and_opened() {
        SecretView made = write("SLACK_WEBHOOK", VALUE);
        assertThat(made)
                .isEqualTo(new SecretView(
                        "SLACK_WEBHOOK", 1, clock.instant(), clock.instant(), "ada", Optional.empty(), List.of()));
        clock.advance(Duration.ofHours(1));
        SecretView changed = write("SLACK_WEBHOOK", VALUE + "2");
        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.createdAt()).isEqualTo(made.createdAt());
        assertThat(changed.changedAt()).isEqualTo(clock.instant());
        assertThat(opened(project, "SLACK_WEBHOOK")).contains(VALUE + "2");
        assertThat(secrets.exists(project, "SLACK_WEBHOOK")).isTrue();
        assertThat(secrets.exists(project, "SLACK_WEBHOOK_2")).isFalse();
        assertThat(opened(project, "SLACK_WEBHOOK_2")).isEmpty();
    }

    @Test
    void values_come_back_as_they_went() {
        for (String value : List.of(" ", "\n", "pässword 🔑", "a\r\nb", "\"}", "x".repeat(16 << 10))) {
            write("odd", value);
            assertThat(opened(project, "odd")).contains(value);
        }
    }

    @Test
    void upper_and_lower_case_are_one_name_that_keeps_its_first_spelling() {
        write("Slack", "one");
        assertThat(write("SLACK", "two").name()).isEqualTo("Slack");
        assertThat(secrets.list(project, page(10)).items()).hasSize(1);
        assertThat(opened(project, "sLaCk")).contains("two");
        assertThat(secrets.exists(project, "slack")).isTrue();
        rooms.changes.remove(admin, project, "slacK");
        assertThat(secrets.exists(project, "Slack")).isFalse();
    }

    @Test
    void the_value_is_one_byte_to_sixteen_kibibytes() {
        write("most", "é".repeat(8 << 10));
        assertThat(refusal(() -> write("more", "é".repeat(8 << 10) + "x")))
                .hasMessage("'value' is 16385B, at most 16KiB")
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.LIMIT);
        assertThat(refusal(() -> write("none", "")))
                .hasMessage("'value' is empty, expected 1 byte to 16KiB")
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.BAD_ARGUMENT);
        assertThat(names()).containsExactly("most");
    }

    @Test
    void a_project_has_so_many_secrets_and_no_more_also_when_they_come_at_once() throws Exception {
        TestSecrets few = rooms(limits.with(Limit.SECRETS_PER_PROJECT_COUNT, 3));
        few.write(admin, project, "first", VALUE);
        List<String> ends = atOnce(8, index -> {
            try {
                few.write(admin, project, "name-" + index, VALUE);
                return "made";
            } catch (Refusal refusal) {
                return refusal.code() + " " + refusal.reason();
            }
        });
        assertThat(ends).filteredOn("made"::equals).hasSize(2);
        assertThat(ends)
                .filteredOn(end -> !end.equals("made"))
                .containsOnly("LIMIT The project has 3 secrets, the most; remove some");
        few.write(admin, project, "FIRST", "another value takes no more room");
        few.write(admin, other, "first", "and neither does another project's");
        assertThat(names()).hasSize(3);
    }

    @Test
    void writings_of_one_name_at_once_are_as_many_versions() throws Exception {
        List<Integer> versions = atOnce(
                24,
                index -> write(index % 2 == 0 ? "race" : "RACE", "value " + index)
                        .version());
        assertThat(versions)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 24).boxed().toList());
        assertThat(names()).hasSize(1);
        assertThat(one("SELECT count(*) FROM ekaya.audit_event WHERE type = 'SECRET_CHANGED'"))
                .isEqualTo("24");
    }

    @Test
    void writes_only_at_the_version_that_was_asked_for() {
        assertThat(refusal(() -> write("cas", "never", 1)).code()).isEqualTo(RefusalCode.CONFLICT);
        assertThat(secrets.exists(project, "cas")).isFalse();
        write("cas", "one", 0);
        assertThat(refusal(() -> write("cas", "two", 0)))
                .hasMessage("The secret is at version 1, yours was 0; read it again");
        assertThat(opened(project, "cas")).contains("one");
        assertThat(write("cas", "two", 1).version()).isEqualTo(2);
    }

    @Test
    void another_projects_secret_is_as_one_that_is_not_there() {
        write("mine", VALUE);
        assertThat(secrets.exists(other, "mine")).isFalse();
        assertThat(opened(other, "mine")).isEmpty();
        assertThat(secrets.list(other, page(10)).items()).isEmpty();
        assertThat(refusal(() -> secrets.get(other, "mine")).reason())
                .isEqualTo(refusal(() -> secrets.get(other, "never")).reason());
        assertThat(refusal(() -> rooms.changes.removeInUse(admin, other, "mine"))
                        .code())
                .isEqualTo(RefusalCode.NOT_FOUND);
        String id = one("SELECT id FROM ekaya.project_secret");
        assertThat(secrets.exists(project, id)).isFalse();
        rooms.write(admin, other, "mine", "of the other");
        assertThat(opened(project, "mine")).contains(VALUE);
        assertThat(opened(other, "mine")).contains("of the other");
    }

    @Test
    void a_sealed_value_opens_in_its_own_row_alone() {
        write("mine", VALUE);
        write("another", "other value");
        rooms.write(admin, other, "theirs", "other value");
        String sealed = "(SELECT sealed_value FROM ekaya.project_secret WHERE name = 'mine')";
        superuser("UPDATE ekaya.project_secret SET sealed_value = " + sealed + " WHERE name <> 'mine'");
        assertThatThrownBy(() -> secrets.open(project, "another"))
                .isInstanceOf(IllegalStateException.class)
                .message()
                .doesNotContain(VALUE);
        assertThatThrownBy(() -> secrets.open(other, "theirs"))
                .isInstanceOf(IllegalStateException.class)
                .message()
                .doesNotContain(VALUE);
        // The row itself moved to another project or name still is that row; who may write the table may do that.
        assertThat(opened(project, "mine")).contains(VALUE);
        superuser("UPDATE ekaya.project_secret SET id = gen_random_uuid() WHERE name = 'mine'");
        assertThatThrownBy(() -> secrets.open(project, "mine")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_use_is_noted_once_a_minute() {
        write("used", VALUE);
        secrets.exists(project, "used");
        assertThat(secrets.get(project, "used").lastUsedAt()).isEmpty();
        Instant first = clock.instant();
        secrets.open(project, "used");
        assertThat(secrets.get(project, "used").lastUsedAt()).contains(first);
        clock.advance(Duration.ofSeconds(59));
        secrets.open(project, "used");
        assertThat(secrets.get(project, "used").lastUsedAt()).contains(first);
        clock.advance(Duration.ofSeconds(1));
        secrets.open(project, "used");
        assertThat(secrets.get(project, "used").lastUsedAt()).contains(clock.instant());
        assertThat(secrets.get(project, "used").version()).isEqualTo(1);
        Instant kept = clock.instant();
        clock.advance(Duration.ofHours(1));
        assertThat(write("used", "other").lastUsedAt()).contains(kept);
    }

    @Test
    void a_secret_that_apps_name_is_removed_only_when_that_is_said() {
        write("Slack", VALUE);
        rooms.apps.put("slack", List.of("alerts", "digest"));
        assertThat(secrets.get(project, "slack").usedBy()).containsExactly("alerts", "digest");
        assertThat(refusal(() -> rooms.changes.remove(admin, project, "SLACK")))
                .hasMessage(
                        "Secret Slack is named in the grants of apps alerts, digest; remove those first, or add ?force=true")
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.CONFLICT);
        assertThat(secrets.exists(project, "slack")).isTrue();
        rooms.changes.removeInUse(admin, project, "SLACK");
        assertThat(secrets.exists(project, "slack")).isFalse();
        assertThat(one("SELECT details->>'apps' FROM ekaya.audit_event ORDER BY id DESC LIMIT 1"))
                .isEqualTo("alerts digest");
    }

    @Test
    void the_audit_tells_each_change_and_not_whether_the_value_is_another() {
        write("told", VALUE);
        write("told", VALUE);
        write("told", "another");
        rooms.changes.remove(admin, project, "told");
        List<String> events = list("SELECT concat_ws(' ', type, outcome, severity, actor_name, project_id = '" + project
                + "', details, changes) FROM ekaya.audit_event ORDER BY id");
        assertThat(events)
                .containsExactly(
                        "SECRET_CHANGED DONE NOTICE ada t {\"name\": \"told\", \"change\": \"made\", \"version\": \"1\"} {\"version\": {\"after\": \"1\"}}",
                        "SECRET_CHANGED DONE NOTICE ada t {\"name\": \"told\", \"change\": \"changed\", \"version\": \"2\"} {\"version\": {\"after\": \"2\", \"before\": \"1\"}}",
                        "SECRET_CHANGED DONE NOTICE ada t {\"name\": \"told\", \"change\": \"changed\", \"version\": \"3\"} {\"version\": {\"after\": \"3\", \"before\": \"2\"}}",
                        "SECRET_CHANGED DONE NOTICE ada t {\"name\": \"told\", \"change\": \"deleted\", \"version\": \"3\"} {\"version\": {\"before\": \"3\"}}");
    }

    @Test
    void what_is_refused_leaves_no_event() {
        assertThat(refusal(() -> write("no", "x", 7)).code()).isEqualTo(RefusalCode.CONFLICT);
        assertThat(refusal(() -> write("9", "x")).code()).isEqualTo(RefusalCode.BAD_ARGUMENT);
        assertThat(refusal(() -> rooms.changes.remove(admin, project, "no")).code())
                .isEqualTo(RefusalCode.NOT_FOUND);
        assertThat(one("SELECT count(*) FROM ekaya.audit_event")).isEqualTo("0");
        ProjectId gone = new ProjectId(UUID.randomUUID());
        assertThat(refusal(() -> rooms.write(admin, gone, "name", VALUE)).code())
                .isEqualTo(RefusalCode.NOT_FOUND);
    }

    @Test
    void the_value_is_nowhere_in_the_database() {
        write("dumped", VALUE);
        secrets.open(project, "dumped");
        String base64 = Base64.getEncoder().encodeToString(VALUE.getBytes()).substring(0, 20);
        List<String> tables =
                list("SELECT relname FROM pg_class WHERE relnamespace = 'ekaya'::regnamespace AND relkind = 'r'");
        assertThat(tables).contains("project_secret", "audit_event");
        assertThat(tables)
                .allSatisfy(table -> assertThat(list("SELECT t::text FROM ekaya." + table + " t"))
                        .as(table)
                        .noneMatch(row -> row.contains("hunter2") || row.contains(base64)));
        // So the search would have found it.
        assertThat(list("SELECT t::text FROM ekaya.project_secret t")).anyMatch(row -> row.contains("dumped"));
    }

    @Test
    void nothing_that_holds_a_value_shows_it() throws JsonProcessingException {
        NewSecret asked = Json.mapper().readValue("{\"value\": \"" + VALUE + "\", \"version\": 0}", NewSecret.class);
        assertThat(asked.value().value()).isEqualTo(VALUE);
        SecretChanges.Written written = rooms.changes.write(admin, project, "shown", asked);
        for (Object touched : List.of(
                asked,
                asked.value(),
                written,
                written.secret(),
                secrets,
                rooms.changes,
                secrets.open(project, "shown"))) {
            assertThat(String.valueOf(touched)).doesNotContain("hunter2");
        }
        assertThat(Json.mapper().writeValueAsString(asked)).isEqualTo("{\"value\":\"***\",\"version\":0}");
    }

    @Test
    void lists_by_name_in_pages() {
        List.of("b", "C", "a", "b.2").forEach(name -> write(name, VALUE));
        Page<SecretView> first = secrets.list(project, page(3));
        assertThat(first.items()).extracting(SecretView::name).containsExactly("a", "b", "b.2");
        assertThat(secrets.list(project, new PageQuery(first.next(), 3)).items())
                .extracting(SecretView::name)
                .containsExactly("C");
    }

    @Test
    void secrets_go_with_their_project() {
        write("gone", VALUE);
        rooms.write(admin, other, "kept", VALUE);
        store.transactIn(
                project.value(),
                transaction -> Sql.update(transaction, "DELETE FROM project WHERE id = ?", project.value()));
        assertThat(list("SELECT name FROM ekaya.project_secret")).containsExactly("kept");
    }

    private static PageQuery page(int size) {
        return new PageQuery(Optional.empty(), size);
    }

    private List<String> names() {
        return list("SELECT name FROM ekaya.project_secret WHERE project_id = '" + project + "'");
    }

    private static <T> List<T> atOnce(int count, java.util.function.IntFunction<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                calls.add(() -> work.apply(index));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(calls)) {
                results.add(each.get());
            }
            return results;
        }
    }

    private String one(String sql) {
        return list(sql).get(0);
    }

    private List<String> list(String sql) {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void superuser(String sql) {
        try (Connection connection = TestDatabase.superuser(url.user());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
