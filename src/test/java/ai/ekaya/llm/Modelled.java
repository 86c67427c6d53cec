package ai.ekaya.llm;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.egress.Egress;
import ai.ekaya.egress.Internet;
import ai.ekaya.egress.OutboundScan;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.leak.KnownSecrets;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.run.SettableClock;
import ai.ekaya.secrets.TestSecrets;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/** This room on a real database, with providers that tests script. */
final class Modelled implements AutoCloseable {
    static final String KEY = "the-api-key-4711-of-the-project";

    final DatabaseUrl url = TestDatabase.fresh();
    final Store store = Store.open(url);
    // Certificates of tests are made a moment later and hold for thirty days.
    final SettableClock clock = new SettableClock(Instant.now().plus(Duration.ofDays(1)));
    final Internet internet = new Internet();
    final Limits limits = Limits.defaults();
    final ProjectId project = new ProjectId(UUID.randomUUID());
    final ProjectId other = new ProjectId(UUID.randomUUID());
    final Principal ada = new Principal(
            Principal.Kind.USER,
            new UserId(UUID.randomUUID()),
            "ada",
            false,
            Map.of(project, Role.ADMIN, other, Role.ADMIN));
    final TestSecrets secrets;
    /** As the server was started last. */
    Models models;

    ProjectModels settings;

    Modelled() {
        secrets = TestSecrets.on(store, new Sealer(MasterKey.load(Optional.empty(), home())), limits, clock);
        project(project);
        project(other);
        secrets.write(ada, project, "model-key", KEY);
        start(Map.of());
    }

    /** A server with these settings of the operator's. */
    void start(Map<String, String> operators) {
        LlmSettings read = LlmSettings.read(key -> Optional.ofNullable(operators.get(key)));
        Egress egress = internet.egress(secrets.secrets());
        ModelEndpoints endpoints = new ModelEndpoints(read, secrets.secrets(), egress);
        models = new Models(store, endpoints, egress, (time, stop) -> clock.advance(time), limits, clock);
        settings = new ProjectModels(
                store,
                read,
                secrets.secrets(),
                egress,
                endpoints,
                models,
                new AuditLog(clock),
                new KnownSecrets(secrets.secrets(), limits),
                limits,
                clock);
    }

    private static Path home() {
        try {
            return Files.createTempDirectory(Path.of("target"), "ekaya-home");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void project(ProjectId id) {
        store.transactIn(
                id.value(),
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO project (id, name, created_at) VALUES (?, ?, now())",
                        id.value(),
                        id.toString()));
    }

    ModelSettingsView write(NewModelSettings asked) {
        return settings.write(ada, project, asked);
    }

    ModelAnswer ask(ProjectId of) {
        ModelAsk ask = new ModelAsk(
                List.of(new ModelMessage(ModelMessage.Role.USER, "Where?")),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                100,
                Duration.ofSeconds(20));
        return models.ask(of, ask, new Cancellation(), ModelWitness.NOBODY, OutboundScan.OF_NOTHING);
    }

    /** The one value that a query gives a superuser. */
    String text(String query) {
        try (var connection = TestDatabase.superuser(url.user());
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        internet.close();
        store.close();
    }
}
