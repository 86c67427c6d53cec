package ai.ekaya.catalog;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.egress.Egress;
import ai.ekaya.identity.Principal;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Signals;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ways to the operator's catalog: a folder, a web server, an uploaded bundle; none without a root to trust. Thread-safe. */
@Singleton
final class SignedSources {
    static final String SIGNAL = "catalog";
    private static final String BUNDLE = "bundle";

    private final List<SignedSource> sources;
    private final Store store;
    private final Signals signals;
    private final AuditLog audit;
    private final Limits limits;

    @Inject
    SignedSources(
            CatalogSettings settings,
            Store store,
            SourceRows rows,
            FileCache cache,
            Egress egress,
            Signals signals,
            AuditLog audit,
            Limits limits,
            Clock clock) {
        this.store = store;
        this.signals = signals;
        this.audit = audit;
        this.limits = limits;
        SignedSource.Shared shared = new SignedSource.Shared(rows, cache, limits, clock);
        List<SignedSource> made = new ArrayList<>();
        settings.root().ifPresent(root -> {
            TrustLevel most = settings.most();
            settings.folder()
                    .ifPresent(folder ->
                            made.add(new SignedSource("folder", new FilesOfFolder(folder), root, most, shared)));
            settings.site()
                    .ifPresent(site -> made.add(
                            new SignedSource("http", new FilesOfSite(egress, site, limits), root, most, shared)));
            made.add(new SignedSource(BUNDLE, new FilesOfBundle(store), root, most, shared));
        });
        this.sources = List.copyOf(made);
    }

    List<SignedSource> all() {
        return sources;
    }

    void load() {
        sources.forEach(SignedSource::load);
    }

    /** Looks at all of them; one that fails says so, and does not keep the others. */
    void refresh() {
        for (SignedSource source : sources) {
            source.refresh();
            signals.tell(SIGNAL, source.name());
        }
    }

    /** @throws Refusal {@code BAD_ARGUMENT} for what a server would not take, {@code CONFLICT} where there is no root to trust */
    void take(Principal by, byte[] zip) {
        SignedSource bundle = sources.stream()
                .filter(source -> source.name().equals(BUNDLE))
                .findFirst()
                .orElseThrow(
                        () -> new Refusal(
                                RefusalCode.CONFLICT,
                                "This server trusts no maker of catalogs: the operator sets EKAYA_CATALOG_ROOT (docs/marketplace.md)"));
        Map<String, byte[]> files = BundleZip.read(zip, limits);
        SignedContents contents = required(bundle, files);
        Map<String, byte[]> kept = new HashMap<>();
        files.forEach((path, bytes) -> {
            if (path.startsWith("metadata/")) {
                kept.put(path, bytes);
            }
        });
        contents.metadata()
                .targets()
                .files()
                .forEach((path, stamp) -> Optional.ofNullable(files.get(stamp.stored(path)))
                        .ifPresent(bytes -> kept.put(stamp.stored(path), bytes)));
        store.transact(transaction -> {
            FilesOfBundle.replace(transaction, kept);
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.CATALOG_UPLOADED,
                            by.actor(),
                            Optional.empty(),
                            "catalog:" + BUNDLE,
                            Map.of(
                                    "name", contents.index().name(),
                                    "targets",
                                            String.valueOf(contents.metadata()
                                                    .targets()
                                                    .file()
                                                    .version()),
                                    "apps",
                                            String.valueOf(
                                                    contents.index().apps().size()))));
        });
        bundle.refresh();
        signals.tell(SIGNAL, BUNDLE);
    }

    private static SignedContents required(SignedSource bundle, Map<String, byte[]> files) {
        try {
            return bundle.require(BundleZip.files(files));
        } catch (Refusal refusal) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "The bundle was not taken: " + refusal.reason(), refusal);
        }
    }
}
