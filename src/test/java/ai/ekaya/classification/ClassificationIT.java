package ai.ekaya.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.boot.local.TestShop;
import ai.ekaya.classification.LabelledColumns.Labelled;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.Datasources;
import ai.ekaya.datasource.NewDatasource;
import ai.ekaya.datasource.TestDatasources;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans and decisions on real databases. */
class ClassificationIT {
    private static final Map<String, Category> SHOP = Map.of(
            "customers.email", Category.EMAIL,
            "customers.full_name", Category.PERSON_NAME,
            "customers.birth_date", Category.BIRTH_DATE,
            "addresses.street", Category.POSTAL_ADDRESS,
            "addresses.city", Category.POSTAL_ADDRESS,
            "addresses.postal_code", Category.POSTAL_ADDRESS,
            "suppliers.contact_email", Category.EMAIL);

    private final ProjectId project = new ProjectId(UUID.randomUUID());
    private final Principal admin = new Principal(
            Principal.Kind.USER, new UserId(UUID.randomUUID()), "ada", false, Map.of(project, Role.ADMIN));

    @TempDir
    private Path home;

    private Store store;
    private Datasources datasources;
    private Scanner scanner;
    private Classifications classifications;
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");

    @BeforeEach
    void open() {
        store = Store.open(TestDatabase.fresh());
        store.transactIn(
                project.value(),
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO project (id, name, created_at) VALUES (?, 'test', now())",
                        project.value()));
        use(Limits.defaults());
    }

    private void use(Limits limits) {
        Sealer sealer = new Sealer(MasterKey.load(Optional.empty(), home));
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        TestDatasources room = TestDatasources.on(store, sealer, limits, clock);
        datasources = room.datasources();
        AuditLog audit = new AuditLog(clock);
        scanner = new Scanner(store, datasources, room.access(), limits, clock, audit);
        classifications = new Classifications(store, datasources, limits, clock, audit);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private DatasourceId add(String database, String user, String password) {
        NewDatasource asked = new NewDatasource(
                "source",
                "postgresql",
                "localhost",
                TestDatabase.port(),
                database,
                user,
                new Secret(password),
                "prefer");
        return datasources.add(admin, project, asked).id();
    }

    private DatasourceId shop(TestShop shop) {
        return add(shop.database(), shop.user(), shop.password());
    }

    /** A database of its own with the tables that the statements make, and a login that reads them. */
    private record Made(String database, String reader) {
        void execute(String... statements) {
            try (Connection connection = TestDatabase.superuser(database);
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + reader);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Made made(String... statements) {
        String database = TestDatabase.fresh().user();
        String reader = "reader_" + UUID.randomUUID().toString().substring(0, 8);
        Made made = new Made(database, reader);
        made.execute(
                "CREATE ROLE " + reader + " LOGIN PASSWORD 'reader'", "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        made.execute(statements);
        return made;
    }

    private DatasourceId add(Made made) {
        return add(made.database(), made.reader(), "reader");
    }

    private ScanReport scan(DatasourceId id) {
        return scanner.scan(admin, project, id, new Cancellation());
    }

    private List<ClassifiedColumn> list(DatasourceId id) {
        return classifications.list(
                project, id, new ColumnTable.Wanted(Optional.empty(), Optional.empty(), Optional.empty()), 10_000);
    }

    private ClassifiedColumn column(DatasourceId id, String table, String column) {
        return list(id).stream()
                .filter(each -> each.table().equals(table) && each.column().equals(column))
                .findFirst()
                .orElseThrow();
    }

    private List<ClassifiedColumn> decide(DatasourceId id, State state, String table, String... columns) {
        List<ColumnKey> keys = java.util.Arrays.stream(columns)
                .map(column -> new ColumnKey("public", table, column))
                .toList();
        return classifications.decide(
                admin, project, id, Verdict.of(keys, state, Optional.empty(), "as the data protection officer says"));
    }

    private String platform(String sql) {
        return store.<String>inProject(
                project.value(),
                transaction -> Sql.first(transaction, sql, row -> String.valueOf(row.getString(1)))
                        .orElse(""));
    }

    @Test
    void each_column_of_the_shop_is_told_as_labelled() {
        DatasourceId id = shop(TestShop.shared());
        ScanReport report = scan(id);
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(report.tables()).isEqualTo(14);
        assertThat(report.unsampledColumns()).isZero();
        assertThat(report.pendingColumns()).isEqualTo(SHOP.size());
        Measure measure = new Measure();
        for (ClassifiedColumn column : list(id)) {
            String name = column.table() + "." + column.column();
            measure.add(name, Optional.ofNullable(SHOP.get(name)), column.category());
        }
        System.out.println("The demo shop: " + measure);
        assertThat(measure.columns()).isEqualTo(report.columns()).isGreaterThan(80);
        assertThat(measure.precision()).as(measure.toString()).isEqualTo(1);
        assertThat(measure.recall()).as(measure.toString()).isEqualTo(1);
        assertThat(column(id, "customers", "email").reasons().toString())
                .matches(".*The name says an e-mail address, .* % of \\d.* sampled values .* are e-mail addresses.*");
        assertThat(column(id, "orders", "status").features()).containsExactly(Feature.ENUM);
        assertThat(column(id, "orders", "customer_id").features()).containsExactly(Feature.REFERENCE);
        assertThat(column(id, "products", "price").features()).containsExactly(Feature.MONEY);
    }

    @Test
    void a_schema_of_traps_is_told_as_labelled() throws SQLException {
        Made made = made();
        fill(made);
        DatasourceId id = add(made);
        assertThat(scan(id).complete()).isTrue();
        Map<String, Category> told = new LinkedHashMap<>();
        list(id).forEach(column ->
                column.category().ifPresent(category -> told.put(column.table() + "." + column.column(), category)));
        Measure measure = new Measure();
        for (Labelled labelled : LabelledColumns.all()) {
            String name = labelled.table() + "." + labelled.column();
            measure.add(name, labelled.category(), Optional.ofNullable(told.get(name)));
        }
        System.out.println("Labelled columns: " + measure);
        assertThat(measure.columns()).isGreaterThanOrEqualTo(120);
        assertThat(measure.precision()).as(measure.toString()).isGreaterThanOrEqualTo(0.95);
        assertThat(measure.recall()).as(measure.toString()).isGreaterThanOrEqualTo(0.95);
        // No value of a sample is anywhere in our own tables.
        String stored = platform("SELECT string_agg(c::text, ' ') FROM classified_column c")
                + platform("SELECT string_agg(a::text, ' ') FROM audit_event a");
        for (Labelled labelled : LabelledColumns.all()) {
            assertThat(labelled.sample().stream().filter(value -> value.length() > 9))
                    .noneMatch(stored::contains);
        }
    }

    private static void fill(Made made) throws SQLException {
        Map<String, List<Labelled>> tables = LabelledColumns.all().stream()
                .collect(Collectors.groupingBy(Labelled::table, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Labelled>> table : tables.entrySet()) {
            made.execute("CREATE TABLE " + table.getKey() + " ("
                    + table.getValue().stream()
                            .map(column -> '"' + column.column() + "\" " + column.type())
                            .collect(Collectors.joining(", "))
                    + ")");
            String values = table.getValue().stream()
                    .map(column -> "?::" + column.type())
                    .collect(Collectors.joining(", "));
            try (Connection connection = TestDatabase.superuser(made.database());
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO " + table.getKey() + " VALUES (" + values + ")")) {
                List<List<String>> samples =
                        table.getValue().stream().map(Labelled::sample).toList();
                for (int row = 0; row < LabelledColumns.ROWS; row++) {
                    for (int i = 0; i < samples.size(); i++) {
                        insert.setString(i + 1, samples.get(i).get(row));
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    @Test
    void a_decision_outlives_scans_and_can_be_taken_back() {
        DatasourceId id = shop(TestShop.shared());
        scan(id);
        assertThat(decide(id, State.ALLOW, "suppliers", "contact_email").get(0).state())
                .isEqualTo(State.ALLOW);
        decide(id, State.SENSITIVE, "products", "cost");
        scan(id);
        ClassifiedColumn allowed = column(id, "suppliers", "contact_email");
        assertThat(allowed.state()).isEqualTo(State.ALLOW);
        assertThat(allowed.category()).contains(Category.EMAIL);
        assertThat(allowed.contradicted()).isFalse();
        assertThat(allowed.stale()).isEmpty();
        assertThat(allowed.decision()).hasValueSatisfying(decision -> {
            assertThat(decision.byName()).isEqualTo("ada");
            assertThat(decision.note()).isEqualTo("as the data protection officer says");
            assertThat(decision.at()).isEqualTo(now);
        });
        assertThat(column(id, "products", "cost").category()).contains(Category.OTHER);
        SensitiveColumns sensitive = classifications.sensitiveColumns(project, id);
        assertThat(sensitive.scannedAt()).contains(now);
        assertThat(sensitive.columns())
                .hasSize(SHOP.size())
                .contains(new SensitiveColumns.Column(
                        new ColumnKey("public", "products", "cost"), Category.OTHER, State.SENSITIVE))
                .contains(new SensitiveColumns.Column(
                        new ColumnKey("public", "customers", "email"), Category.EMAIL, State.PENDING))
                .noneMatch(column -> column.key().column().equals("contact_email"));
        assertThat(decide(id, State.PENDING, "suppliers", "contact_email")
                        .get(0)
                        .state())
                .isEqualTo(State.PENDING);
        assertThat(
                        platform(
                                "SELECT string_agg(type || ' ' || (details ->> 'column') || ' ' || (details ->> 'before') || ' '"
                                        + " || (details ->> 'after'), ', ' ORDER BY id) FROM audit_event WHERE type = 'COLUMN_DECIDED'"))
                .isEqualTo("COLUMN_DECIDED contact_email pending allow, COLUMN_DECIDED cost none sensitive,"
                        + " COLUMN_DECIDED contact_email allow pending");
    }

    @Test
    void a_column_that_changes_its_type_or_is_made_again_leaves_its_decision_stale() {
        Made made = made("CREATE TABLE people (phone text, iban text, email text)");
        DatasourceId id = add(made);
        scan(id);
        decide(id, State.ALLOW, "people", "phone", "iban", "email");
        made.execute("ALTER TABLE people ALTER phone TYPE varchar(40), DROP iban");
        scan(id);
        assertThat(column(id, "people", "phone").stale()).contains(ClassifiedColumn.Stale.TYPE_CHANGED);
        assertThat(column(id, "people", "phone").state()).isEqualTo(State.ALLOW);
        assertThat(column(id, "people", "iban").stale()).contains(ClassifiedColumn.Stale.GONE);
        assertThat(column(id, "people", "email").stale()).isEmpty();
        made.execute("ALTER TABLE people ADD iban text");
        scan(id);
        assertThat(column(id, "people", "iban").stale()).contains(ClassifiedColumn.Stale.MADE_AGAIN);
        assertThat(column(id, "people", "iban").state()).isEqualTo(State.ALLOW);
        decide(id, State.ALLOW, "people", "phone", "iban");
        scan(id);
        assertThat(column(id, "people", "phone").stale()).isEmpty();
        assertThat(column(id, "people", "iban").stale()).isEmpty();
    }

    @Test
    void stronger_evidence_flags_what_was_allowed_and_changes_nothing() {
        Made made = made("CREATE TABLE things (reference text)");
        DatasourceId id = add(made);
        scan(id);
        assertThat(column(id, "things", "reference").state()).isEqualTo(State.NONE);
        decide(id, State.ALLOW, "things", "reference");
        assertThat(column(id, "things", "reference").contradicted()).isFalse();
        made.execute("INSERT INTO things SELECT 'someone' || n || '@mail.example' FROM generate_series(1, 50) n");
        assertThat(scan(id).pendingColumns()).isZero();
        ClassifiedColumn flagged = column(id, "things", "reference");
        assertThat(flagged.contradicted()).isTrue();
        assertThat(flagged.state()).isEqualTo(State.ALLOW);
        assertThat(classifications.sensitiveColumns(project, id).columns()).isEmpty();
        decide(id, State.ALLOW, "things", "reference");
        assertThat(column(id, "things", "reference").contradicted()).isFalse();
    }

    @Test
    void a_scan_without_time_tells_what_is_left_and_the_next_begins_there() {
        Made made = made(IntStream.range(0, 60)
                .mapToObj(i -> "CREATE TABLE t" + i
                        + " AS SELECT 'a' || n || '@mail.example' AS c FROM generate_series(1, 30) n")
                .toArray(String[]::new));
        DatasourceId id = add(made);
        use(Limits.defaults().with(Limit.CLASSIFICATION_SCAN_MILLIS, 1));
        ScanReport first = scan(id);
        assertThat(first.complete()).isFalse();
        assertThat(first.stopped()).hasValueSatisfying(why -> assertThat(why).contains("The time of a scan is over"));
        assertThat(first.columns()).isEqualTo(60);
        assertThat(first.unsampledColumns()).isBetween(55, 60);
        assertThat(list(id)).hasSize(60).anyMatch(column -> !column.sampled() && column.state() == State.NONE);
        now = now.plusSeconds(60);
        use(Limits.defaults());
        ScanReport second = scan(id);
        assertThat(second.complete()).isTrue();
        assertThat(second.unsampledColumns()).isZero();
        assertThat(list(id)).allMatch(column -> column.sampled() && column.state() == State.PENDING);
        now = now.plusSeconds(60);
        use(Limits.defaults().with(Limit.CLASSIFICATION_SCAN_MILLIS, 1));
        // What was seen once holds when there is no time to see it again.
        assertThat(scan(id).unsampledColumns()).isZero();
        assertThat(list(id)).allMatch(column -> column.sampled() && column.state() == State.PENDING);
    }

    @Test
    void a_table_that_cannot_be_read_is_told_and_the_others_are_read() {
        Made made = made(
                "CREATE TABLE good AS SELECT 'a' || n || '@mail.example' AS c FROM generate_series(1, 30) n",
                "CREATE VIEW broken AS SELECT 1 / (length(c) - length(c)) AS email FROM good",
                "CREATE VIEW slow AS SELECT pg_sleep(30)::text AS password FROM good");
        DatasourceId id = add(made);
        use(Limits.defaults().with(Limit.CLASSIFICATION_TABLE_MILLIS, 1_000));
        ScanReport report = scan(id);
        assertThat(report.failures().stream().map(failure -> failure.table() + " " + failure.code()))
                .containsExactlyInAnyOrder("broken BAD_ARGUMENT", "slow TIMEOUT");
        assertThat(report.complete()).isFalse();
        assertThat(report.unsampledColumns()).isEqualTo(2);
        assertThat(column(id, "good", "c").category()).contains(Category.EMAIL);
        // Its name still tells.
        assertThat(column(id, "slow", "password").state()).isEqualTo(State.PENDING);
        assertThat(column(id, "slow", "password").sampled()).isFalse();
    }

    @Test
    void a_login_that_can_write_is_not_used_to_read_values() {
        Made made = made(
                "CREATE TABLE people (email text, c text)", "INSERT INTO people VALUES ('a@b.example', 'a@b.example')");
        made.execute("GRANT INSERT ON people TO " + made.reader());
        DatasourceId id = add(made);
        ScanReport report = scan(id);
        assertThat(report.stopped()).hasValueSatisfying(why -> assertThat(why).contains("can change data"));
        assertThat(report.sampledColumns()).isZero();
        assertThat(column(id, "people", "email").state()).isEqualTo(State.PENDING);
        assertThat(column(id, "people", "c").state()).isEqualTo(State.NONE);
    }

    @Test
    void one_scan_of_a_datasource_runs_at_a_time_and_one_that_died_is_over_in_time() {
        DatasourceId id = shop(TestShop.shared());
        store.transactIn(
                project.value(), transaction -> ScanTable.begin(transaction, project, id, now, now.plusSeconds(100)));
        assertThatThrownBy(() -> scan(id))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.CONFLICT));
        assertThat(list(id)).isEmpty();
        now = now.plusSeconds(101);
        use(Limits.defaults());
        assertThat(scan(id).complete()).isTrue();
        assertThat(scan(id).complete()).isTrue();
    }

    @Test
    void those_who_decide_at_once_all_get_an_answer() {
        DatasourceId id = shop(TestShop.shared());
        scan(id);
        List<java.util.concurrent.CompletableFuture<List<ClassifiedColumn>>> all = IntStream.range(0, 6)
                .mapToObj(i -> java.util.concurrent.CompletableFuture.supplyAsync(() -> i % 2 == 0
                        ? decide(id, State.ALLOW, "customers", "email", "full_name")
                        : decide(id, State.SENSITIVE, "customers", "full_name", "email")))
                .toList();
        assertThat(all).allSatisfy(each -> assertThat(each.join()).hasSize(2));
        assertThat(column(id, "customers", "email").state())
                .isEqualTo(column(id, "customers", "full_name").state());
        assertThat(platform("SELECT count(*) FROM audit_event WHERE type = 'COLUMN_DECIDED'"))
                .isEqualTo("12");
    }

    @Test
    void a_wide_table_is_read_some_columns_at_a_time() {
        Made made = made("CREATE TABLE wide ("
                + IntStream.range(0, 250).mapToObj(i -> "c" + i + " text").collect(Collectors.joining(", ")) + ")");
        made.execute(
                "INSERT INTO wide (c3, c249) SELECT n || 'a@mail.example', n || 'b@mail.example' FROM generate_series(1, 40) n");
        DatasourceId id = add(made);
        assertThat(scan(id).sampledColumns()).isEqualTo(250);
        assertThat(classifications.sensitiveColumns(project, id).columns().stream()
                        .map(column -> column.key().column()))
                .containsExactly("c249", "c3");
    }

    @Test
    void names_of_any_characters_are_decided() {
        Made made =
                made("CREATE TABLE \"a.b\" (\"e\"\"mail; DROP TABLE x\" text, \"прівіт email\" text, \"100%/ü\" text)");
        DatasourceId id = add(made);
        scan(id);
        assertThat(list(id)).hasSize(3);
        assertThat(decide(id, State.SENSITIVE, "a.b", "e\"mail; DROP TABLE x", "прівіт email", "100%/ü"))
                .allMatch(column -> column.state() == State.SENSITIVE);
        assertThat(classifications.list(
                        project,
                        id,
                        new ColumnTable.Wanted(
                                Optional.of(State.SENSITIVE), Optional.of("public.a.b"), Optional.empty()),
                        10))
                .hasSize(3);
    }

    @Test
    void a_decision_on_columns_of_which_one_is_unknown_decides_none() {
        DatasourceId id = shop(TestShop.shared());
        scan(id);
        assertThatThrownBy(() -> decide(id, State.ALLOW, "customers", "email", "nowhere"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_FOUND))
                .hasMessageContaining("'public.customers.nowhere'");
        assertThat(column(id, "customers", "email").state()).isEqualTo(State.PENDING);
        assertThat(platform("SELECT count(*) FROM audit_event WHERE type = 'COLUMN_DECIDED'"))
                .isEqualTo("0");
        use(Limits.defaults().with(Limit.CLASSIFICATION_DECISIONS_COUNT, 1));
        assertThatThrownBy(() -> decide(id, State.ALLOW, "customers", "email", "full_name"))
                .hasMessageContaining("These are 2 columns, at most 1");
        use(Limits.defaults().with(Limit.CLASSIFICATION_NOTE_COUNT, 5));
        assertThatThrownBy(() -> decide(id, State.ALLOW, "customers", "email")).hasMessageContaining("at most 5");
        assertThat(column(id, "customers", "email").state()).isEqualTo(State.PENDING);
    }

    @Test
    void another_project_sees_decides_and_scans_nothing() {
        DatasourceId id = shop(TestShop.shared());
        scan(id);
        ProjectId other = new ProjectId(UUID.randomUUID());
        var all = new ColumnTable.Wanted(Optional.empty(), Optional.empty(), Optional.empty());
        List<ColumnKey> email = List.of(new ColumnKey("public", "customers", "email"));
        List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls = List.of(
                () -> classifications.list(other, id, all, 10),
                () -> classifications.sensitiveColumns(other, id),
                () -> classifications.decide(admin, other, id, Verdict.of(email, State.ALLOW, Optional.empty(), "")),
                () -> scanner.scan(admin, other, id, new Cancellation()));
        for (var call : calls) {
            assertThatThrownBy(call)
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_FOUND));
        }
        assertThat(column(id, "customers", "email").state()).isEqualTo(State.PENDING);
    }

    @Test
    void pages_go_through_all_columns_once() {
        DatasourceId id = shop(TestShop.shared());
        scan(id);
        List<ColumnKey> all = list(id).stream().map(ClassifiedColumn::key).toList();
        List<ColumnKey> paged = new ArrayList<>();
        Optional<ColumnKey> after = Optional.empty();
        for (int page = 0; page < 30; page++) {
            List<ColumnKey> some =
                    classifications
                            .list(project, id, new ColumnTable.Wanted(Optional.empty(), Optional.empty(), after), 7)
                            .stream()
                            .map(ClassifiedColumn::key)
                            .toList();
            paged.addAll(some);
            after = some.isEmpty() ? after : Optional.of(some.get(some.size() - 1));
        }
        assertThat(paged).isEqualTo(all).doesNotHaveDuplicates();
    }

    @Test
    void a_removed_datasource_leaves_nothing() {
        DatasourceId id = shop(TestShop.shared());
        scan(id);
        decide(id, State.ALLOW, "customers", "email");
        datasources.remove(admin, project, id);
        assertThat(platform("SELECT (SELECT count(*) FROM classified_column) + (SELECT count(*) FROM column_decision)"
                        + " + (SELECT count(*) FROM classification_scan)"))
                .isEqualTo("0");
    }

    @Test
    void a_schema_of_two_thousand_tables_is_scanned_in_one_go() {
        Made made = made();
        for (int from = 0; from < 2_000; from += 100) {
            made.execute(
                    "DO $$ BEGIN FOR i IN " + from + ".." + (from + 99) + " LOOP EXECUTE format('CREATE TABLE t%s AS"
                            + " SELECT n AS id, ''a'' || n || ''@mail.example'' AS email, md5(n::text) AS digest, n * 2 AS amount,"
                            + " now() AS created_at, ''x'' AS kind, repeat(''word '', 9) AS note, n AS a, n AS b, n AS c"
                            + " FROM generate_series(1, 30) n', i); END LOOP; END $$");
        }
        DatasourceId id = add(made);
        long start = System.nanoTime();
        ScanReport report = scan(id);
        System.out.printf(
                "2,000 tables, %d columns: %d sampled in %d ms%n",
                report.columns(), report.sampledColumns(), (System.nanoTime() - start) / 1_000_000);
        assertThat(report.columns()).isEqualTo(20_000);
        assertThat(report.pendingColumns()).isEqualTo(2_000);
        assertThat(report.sampledColumns() + report.unsampledColumns()).isEqualTo(20_000);
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(70_000);
    }
}
