package ai.ekaya.secrets;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets without a container, also for tests of rooms that look into this one. */
public final class TestSecrets {
    /** What apps' grants name, for the test to say. */
    final Map<String, List<String>> apps = new ConcurrentHashMap<>();

    final SecretChanges changes;
    private final Secrets secrets;

    private TestSecrets(Store store, Sealer sealer, Limits limits, Clock clock) {
        SecretUses uses = (transaction, project) -> Map.copyOf(apps);
        secrets = new Secrets(store, sealer, uses, limits, clock);
        changes = new SecretChanges(store, sealer, uses, limits, clock, new AuditLog(clock));
    }

    public static TestSecrets on(Store store, Sealer sealer, Limits limits, Clock clock) {
        return new TestSecrets(store, sealer, limits, clock);
    }

    public Secrets secrets() {
        return secrets;
    }

    public void write(Principal by, ProjectId project, String name, String value) {
        changes.write(by, project, name, new NewSecret(new Secret(value), null));
    }

    public void remove(Principal by, ProjectId project, String name) {
        changes.remove(by, project, name);
    }
}
