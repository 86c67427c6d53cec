package ai.ekaya.leak;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.limits.Limits;
import ai.ekaya.secrets.TestSecrets;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The operator's own values are known in each project, with its secrets and without any. */
class OperatorValuesIT {
    private static final String KEY = "operators-key-7f3a9c1e5b2d8046";

    @Test
    void the_operators_key_is_found_in_what_any_project_lets_out() throws IOException {
        Limits limits = Limits.defaults();
        Path home = Files.createTempDirectory(Path.of("target"), "ekaya-home");
        ProjectId project = new ProjectId(UUID.randomUUID());
        Principal ada = new Principal(
                Principal.Kind.USER, new UserId(UUID.randomUUID()), "ada", false, Map.of(project, Role.ADMIN));
        try (Store store = Store.open(TestDatabase.fresh())) {
            store.transactIn(
                    project.value(),
                    transaction -> Sql.update(
                            transaction,
                            "INSERT INTO project (id, name, created_at) VALUES (?, 'one', now())",
                            project.value()));
            TestSecrets secrets = TestSecrets.on(
                    store, new Sealer(MasterKey.load(Optional.empty(), home)), limits, Clock.systemUTC());
            OperatorValues operators =
                    OperatorValues.read(key -> key.equals("LLM_API_KEY") ? Optional.of(KEY) : Optional.empty());
            KnownSecrets known = new KnownSecrets(secrets.secrets(), operators, limits);
            assertThat(found(known, project)).containsExactly("LLM_API_KEY");
            assertThat(found(new KnownSecrets(secrets.secrets(), limits), project))
                    .isEmpty();
            secrets.write(ada, project, "own", "projects-own-secret-0815");
            assertThat(found(known, project)).containsExactly("LLM_API_KEY");
        }
    }

    private static List<String> found(KnownSecrets known, ProjectId project) {
        RunExits exits = new RunExits(known.now(project), Limits.defaults(), Clock.systemUTC());
        exits.text(Exit.LOG, "the key is " + KEY + ", they say");
        return exits.counts().stream().map(count -> count.finding().name()).toList();
    }
}
