package ai.ekaya.secrets;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Sealed;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Writes secrets and removes them; each change is in the audit, without the value or whether it is another. Thread-safe. */
@Singleton
final class SecretChanges {
    private final Store store;
    private final Sealer sealer;
    private final SecretUses uses;
    private final Limits limits;
    private final Clock clock;
    private final AuditLog audit;

    @Inject
    SecretChanges(Store store, Sealer sealer, SecretUses uses, Limits limits, Clock clock, AuditLog audit) {
        this.store = store;
        this.sealer = sealer;
        this.uses = uses;
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
    }

    /** What was written, as it is now. */
    record Written(SecretView secret) {
        boolean isNew() {
            return secret.version() == 1;
        }
    }

    /**
     * Makes the secret, or gives it another value.
     *
     * @throws Refusal {@code CONFLICT} when it is not at the version that was asked for, {@code LIMIT} for too large or too many
     */
    Written write(Principal by, ProjectId project, String name, NewSecret asked) {
        SecretName checked = SecretName.parse(name);
        check(asked.value());
        return store.inProject(project.value(), transaction -> {
            if (!SecretRows.lockProject(transaction, project)) {
                throw new Refusal(RefusalCode.NOT_FOUND, "There is no such project for you");
            }
            Optional<StoredSecret> before = SecretRows.find(transaction, project, checked);
            requireVersion(asked, before.map(StoredSecret::version).orElse(0));
            StoredSecret now = before.map(secret -> next(secret, by)).orElseGet(() -> first(checked, by));
            Sealed sealed = sealer.seal(Secrets.context(now.id()), asked.value());
            if (before.isPresent()) {
                SecretRows.update(transaction, project, now, sealed, by);
            } else {
                requireRoom(transaction, project);
                SecretRows.insert(transaction, project, now, sealed, by);
            }
            String change = before.isPresent() ? "changed" : "made";
            Changes versions =
                    Changes.NONE.and("version", before.map(StoredSecret::version), Optional.of(now.version()));
            audit.append(
                    transaction,
                    event(by, project, now, Map.of("change", change)).changing(versions));
            return new Written(SecretView.of(now, uses.apps(transaction, project)));
        });
    }

    private void check(Secret value) {
        long bytesMax = limits.of(Limit.SECRETS_VALUE_BYTES);
        int bytes = value.value().getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "'value' is empty, expected 1 byte to " + Quantity.ofBytes(bytesMax));
        }
        if (bytes > bytesMax) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "'value' is " + Quantity.ofBytes(bytes) + ", at most " + Quantity.ofBytes(bytesMax));
        }
    }

    private static void requireVersion(NewSecret asked, int version) {
        Integer expected = asked.version();
        if (expected != null && expected != version) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    version == 0
                            ? "The project has no secret of this name, 'version' " + expected + " was expected; send 0"
                            : "The secret is at version " + version + ", yours was " + expected + "; read it again");
        }
    }

    private void requireRoom(Transaction transaction, ProjectId project) {
        int count = SecretRows.count(transaction, project);
        if (count >= limits.of(Limit.SECRETS_PER_PROJECT_COUNT)) {
            throw new Refusal(RefusalCode.LIMIT, "The project has " + count + " secrets, the most; remove some");
        }
    }

    private StoredSecret first(SecretName name, Principal by) {
        Instant now = now();
        return new StoredSecret(UUID.randomUUID(), name.text(), 1, now, now, by.name(), Optional.empty());
    }

    private StoredSecret next(StoredSecret before, Principal by) {
        return new StoredSecret(
                before.id(),
                before.name(),
                before.version() + 1,
                before.createdAt(),
                now(),
                by.name(),
                before.lastUsedAt());
    }

    /** As exact as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** @throws Refusal {@code CONFLICT} naming the apps whose grants name it */
    void remove(Principal by, ProjectId project, String name) {
        remove(by, project, name, false);
    }

    /** Also while apps' grants name it; the audit names them. */
    void removeInUse(Principal by, ProjectId project, String name) {
        remove(by, project, name, true);
    }

    private void remove(Principal by, ProjectId project, String name, boolean inUse) {
        store.transactIn(project.value(), transaction -> {
            SecretRows.lockProject(transaction, project);
            StoredSecret secret = Secrets.require(transaction, project, name);
            List<String> apps = uses.apps(transaction, project).getOrDefault(secret.key(), List.of());
            if (!apps.isEmpty() && !inUse) {
                throw new Refusal(
                        RefusalCode.CONFLICT,
                        "Secret " + secret.name() + " is named in the grants of "
                                + (apps.size() == 1 ? "app " : "apps ") + String.join(", ", apps)
                                + "; remove those first, or add ?force=true");
            }
            SecretRows.remove(transaction, project, secret);
            Map<String, String> details = new TreeMap<>(Map.of("change", "deleted"));
            if (!apps.isEmpty()) {
                details.put("apps", String.join(" ", apps));
            }
            Changes versions = Changes.NONE.and("version", Optional.of(secret.version()), Optional.empty());
            audit.append(transaction, event(by, project, secret, details).changing(versions));
        });
    }

    private static AuditEvent event(Principal by, ProjectId project, StoredSecret secret, Map<String, String> details) {
        Map<String, String> all = new TreeMap<>(details);
        all.put("name", secret.name());
        all.put("version", String.valueOf(secret.version()));
        return new AuditEvent(
                AuditEvent.Type.SECRET_CHANGED, by.actor(), Optional.of(project.value()), "secret:" + secret.id(), all);
    }
}
