package ai.ekaya.secrets;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The secrets of projects: which there are, and their values for who sends them. They are written by {@link SecretChanges}. Thread-safe. */
@Singleton
public final class Secrets {
    private final Store store;
    private final Sealer sealer;
    private final SecretUses uses;
    private final Limits limits;
    private final Clock clock;

    @Inject
    Secrets(Store store, Sealer sealer, SecretUses uses, Limits limits, Clock clock) {
        this.store = store;
        this.sealer = sealer;
        this.uses = uses;
        this.limits = limits;
        this.clock = clock;
    }

    /** Whether the project has a secret of this name, in any spelling; false for what can be no name. */
    public boolean exists(ProjectId project, String name) {
        return SecretName.find(name)
                .map(asked ->
                        store.inProject(project.value(), transaction -> SecretRows.exists(transaction, project, asked)))
                .orElse(false);
    }

    /**
     * The value. SECURITY: for the last call before the wire and for nothing else: never ask for it earlier, keep it, or put it into a
     * text. That it was opened is noted, at most once a minute.
     */
    public Optional<Secret> open(ProjectId project, String name) {
        return SecretName.find(name)
                .flatMap(asked -> store.inProject(project.value(), transaction -> open(transaction, project, asked)));
    }

    private Optional<Secret> open(Transaction transaction, ProjectId project, SecretName name) {
        return SecretRows.sealed(transaction, project, name).map(found -> {
            Instant now = clock.instant();
            Instant noted = now.minus(limits.durationOf(Limit.SECRETS_USE_NOTED_SECONDS));
            SecretRows.noteUse(transaction, project, found.id(), now, noted);
            return sealer.open(context(found.id()), found.value());
        });
    }

    /**
     * Of all secrets of a project together: changes with each of them, and is empty when there is none. For a statement that is sent
     * anyway.
     *
     * @param project the column or parameter that has the project's id
     */
    public static String versionSql(String project) {
        return SecretRows.versionSql(project);
    }

    /** @see #versionSql */
    public String version(ProjectId project) {
        return store.inProject(project.value(), transaction -> SecretRows.version(transaction, project));
    }

    /** All values of a project, as they are at this version. */
    public record All(String version, Map<String, Secret> values) {}

    /** SECURITY: for who keeps them from leaving, and keeps no value itself. It is no use of them, and is not noted as one. */
    public All openAll(ProjectId project) {
        return store.inProject(
                project.value(),
                transaction -> new All(
                        SecretRows.version(transaction, project),
                        SecretRows.allSealed(transaction, project).stream()
                                .collect(Collectors.toMap(
                                        SecretRows.Named::name,
                                        found -> sealer.open(context(found.id()), found.value()),
                                        (one, other) -> one,
                                        TreeMap::new))));
    }

    /** INVARIANT: of the row's random id, which no request chooses; as {@code keys.SealedColumn} has it for the rotation. */
    static String context(UUID id) {
        return "secret:" + id;
    }

    /** By name. */
    Page<SecretView> list(ProjectId project, PageQuery page) {
        String after = page.cursor(1).map(cursor -> cursor.keys().get(0)).orElse("");
        return store.inProject(project.value(), transaction -> {
            List<StoredSecret> found = SecretRows.list(transaction, project, after, page.size() + 1);
            Page<StoredSecret> secrets = Page.of(found, page, secret -> Cursor.at(secret.key()));
            Map<String, List<String>> apps = uses.apps(transaction, project);
            return new Page<>(
                    secrets.items().stream()
                            .map(secret -> SecretView.of(secret, apps))
                            .toList(),
                    secrets.next());
        });
    }

    /** @throws Refusal {@code NOT_FOUND} */
    SecretView get(ProjectId project, String name) {
        return store.inProject(
                project.value(),
                transaction -> SecretView.of(require(transaction, project, name), uses.apps(transaction, project)));
    }

    static StoredSecret require(Transaction transaction, ProjectId project, String name) {
        return SecretName.find(name)
                .flatMap(asked -> SecretRows.find(transaction, project, asked))
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "The project has no secret of this name"));
    }
}
