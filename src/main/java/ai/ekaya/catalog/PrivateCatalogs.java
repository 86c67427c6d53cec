package ai.ekaya.catalog;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.pack.SemanticVersion;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each project publishes for itself. A version is written once: the same number is never other bytes, also after it was
 * withdrawn. Thread-safe.
 */
@Singleton
public final class PrivateCatalogs {
    static final String NAME = "private";
    /** As those of a signed catalog. */
    private static final int CHANGELOG_CHARS_MAX = 10_000;

    private static final int REASON_CHARS_MAX = 500;

    private final Store store;
    private final Limits limits;
    private final Clock clock;
    private final AuditLog audit;

    @Inject
    public PrivateCatalogs(Store store, Limits limits, Clock clock, AuditLog audit) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
    }

    /** @param fresh false when the same package stood there already */
    public record Published(String id, String version, PackageHash packageHash, Instant publishedAt, boolean fresh) {}

    /** Catalog {@code private} of a project, as it is now. */
    public AppSource of(ProjectId project) {
        return new PublishedSource(
                NAME,
                store.inProject(project.value(), transaction -> PrivateRows.list(transaction, project)),
                version -> store.inProject(
                        project.value(),
                        transaction -> PrivateRows.bytes(transaction, project, version.packageHash())));
    }

    /**
     * Publishes a package that was read and found right.
     *
     * @param zip its bytes as they are handed out
     * @param changelog what is new in it, for people
     * @throws Refusal {@code CONFLICT} when its version is not newer than what was published, {@code LIMIT} when the project has no room
     */
    public Published publish(Principal by, ProjectId project, AppPackage read, byte[] zip, String changelog) {
        Access.require(by, Action.PUBLISH_PACKAGE, project);
        String text = PlainWords.require("changelog", changelog, CHANGELOG_CHARS_MAX);
        return store.inProject(project.value(), transaction -> {
            PrivateRows.lock(transaction, project);
            List<PublishedPackage> all = PrivateRows.list(transaction, project);
            Optional<PublishedPackage> same = all.stream()
                    .filter(row -> row.version().packageHash().equals(read.hash())
                            && row.withdrawn().isEmpty())
                    .findFirst();
            if (same.isPresent()) {
                return published(read, same.get().version().releasedAt().orElseThrow(), false);
            }
            requireNewer(all, read);
            requireRoom(all, read, zip);
            Instant now = clock.instant();
            PrivateRows.insert(transaction, project, read, zip, text, by.actor(), now);
            audit.append(
                    transaction,
                    event(
                            AuditEvent.Type.PACKAGE_PUBLISHED,
                            by,
                            project,
                            read.manifest().id(),
                            Map.of(
                                    "version",
                                    read.manifest().version(),
                                    "packageHash",
                                    read.hash().toString())));
            return published(read, now, true);
        });
    }

    private static Published published(AppPackage read, Instant at, boolean fresh) {
        return new Published(read.manifest().id(), read.manifest().version(), read.hash(), at, fresh);
    }

    private static void requireNewer(List<PublishedPackage> all, AppPackage read) {
        SemanticVersion asked = SemanticVersion.parse(read.manifest().version()).orElseThrow();
        all.stream()
                .filter(row -> row.id().equals(read.manifest().id()))
                .map(row -> SemanticVersion.parse(row.version().version()).orElseThrow())
                .max(SemanticVersion::compareTo)
                .filter(newest -> asked.compareTo(newest) <= 0)
                .ifPresent(newest -> {
                    throw new Refusal(
                            RefusalCode.CONFLICT,
                            "Version " + asked + " of '" + read.manifest().id() + "' is not newer than " + newest
                                    + ", which was published; raise 'version' in manifest.json");
                });
    }

    private void requireRoom(List<PublishedPackage> all, AppPackage read, byte[] zip) {
        String id = read.manifest().id();
        long versions = all.stream().filter(row -> row.id().equals(id)).count();
        long apps = all.stream().map(PublishedPackage::id).distinct().count();
        long bytes = all.stream().mapToLong(PublishedPackage::size).sum() + zip.length;
        if (versions >= limits.of(Limit.CATALOG_VERSIONS_COUNT)) {
            throw new Refusal(RefusalCode.LIMIT, "'" + id + "' has " + versions + " published versions, the most");
        }
        if (versions == 0 && apps >= limits.of(Limit.CATALOG_PRIVATE_APPS_COUNT)) {
            throw new Refusal(RefusalCode.LIMIT, "The project has published " + apps + " apps, the most");
        }
        if (bytes > limits.of(Limit.CATALOG_PRIVATE_BYTES)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The project's published packages would be " + Quantity.ofBytes(bytes) + ", at most "
                            + Quantity.ofBytes(limits.of(Limit.CATALOG_PRIVATE_BYTES)));
        }
    }

    /** Nobody can have the version any more; where it is installed, it goes on. Its number stays taken. */
    public void withdraw(Principal by, ProjectId project, String app, String version, String reason) {
        Access.require(by, Action.PUBLISH_PACKAGE, project);
        String why = PlainWords.require("reason", reason, REASON_CHARS_MAX);
        store.transactIn(project.value(), transaction -> {
            if (!PrivateRows.withdraw(transaction, project, app, version, why, clock.instant())) {
                throw new Refusal(
                        RefusalCode.NOT_FOUND,
                        "The project has published no such version, or it is withdrawn already; GET …/catalog/apps/"
                                + "{id}?catalog=private lists them");
            }
            audit.append(
                    transaction,
                    event(
                            AuditEvent.Type.PACKAGE_WITHDRAWN,
                            by,
                            project,
                            app,
                            Map.of("version", version, "reason", why)));
        });
    }

    private static AuditEvent event(
            AuditEvent.Type type, Principal by, ProjectId project, String app, Map<String, String> facts) {
        return new AuditEvent(type, by.actor(), Optional.of(project.value()), "package:" + app, facts);
    }
}
