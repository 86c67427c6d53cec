package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A signed catalog, by one way there. What is known of it is in the database, for all servers and for the time when the way is closed; each
 * server holds what it has read of that. Thread-safe.
 */
final class SignedSource implements AppSource {
    private final String name;
    private final CatalogFiles files;
    private final byte[] root;
    private final TrustLevel most;
    private final Shared shared;
    private final MetadataUpdate update;
    private volatile Held held = new Held(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What all sources of a server share. */
    record Shared(SourceRows rows, FileCache cache, Limits limits, Clock clock) {}

    private record Held(
            Optional<SignedContents> contents,
            Optional<Instant> checkedAt,
            Optional<Instant> goodAt,
            Optional<String> failure) {}

    SignedSource(String name, CatalogFiles files, byte[] root, TrustLevel most, Shared shared) {
        this.name = name;
        this.files = files;
        this.root = root;
        this.most = most;
        this.shared = shared;
        this.update = new MetadataUpdate(shared.limits);
    }

    @Override
    public String name() {
        return name;
    }

    /** Takes what the database knows, as another server wrote it. */
    synchronized void load() {
        hold(shared.rows.find(name, root));
    }

    private void hold(SourceRow row) {
        Optional<SignedContents> contents = Optional.empty();
        Optional<String> failure = row.failure();
        try {
            contents = read(row, row.trusted(), (path, bytesMax) -> Optional.empty());
        } catch (Refusal refusal) {
            // Written by whoever writes in the database; the next look begins with what still holds.
            failure = Optional.of(refusal.reason());
        }
        held = new Held(contents, row.checkedAt(), row.goodAt(), failure);
    }

    /** What the good metadata name, those files that are known already as they are kept. */
    private Optional<SignedContents> read(SourceRow known, TrustedMetadata trusted, CatalogFiles elsewhere) {
        return GoodMetadata.of(trusted, shared.limits)
                .map(good -> SignedContents.read(good, kept(known, elsewhere), shared.limits));
    }

    private static CatalogFiles kept(SourceRow known, CatalogFiles elsewhere) {
        Map<String, byte[]> files = known.listed()
                .map(listed -> Map.of(
                        FileStamp.of(listed.index()).stored(CatalogIndex.FILE),
                        listed.index(),
                        FileStamp.of(listed.revoked()).stored(Revocations.FILE),
                        listed.revoked()))
                .orElse(Map.of());
        return (path, bytesMax) ->
                files.containsKey(path) ? Optional.ofNullable(files.get(path)) : elsewhere.read(path, bytesMax);
    }

    /** SECURITY: roots that do not follow from the operator's are nobody's, and all begins anew. CatalogsIT. */
    private SourceRow known() {
        SourceRow row = shared.rows.find(name, root);
        try {
            RootMetadata.last(row.trusted().roots(), shared.limits);
            return row;
        } catch (Refusal refusal) {
            return row.anew(root);
        }
    }

    /** Looks at the catalog, and keeps what is good of it. A failure is told by {@link #state}, and changes nothing that holds. */
    synchronized void refresh() {
        refresh(files);
    }

    private void refresh(CatalogFiles from) {
        Instant now = shared.clock.instant().truncatedTo(ChronoUnit.MICROS);
        SourceRow before = known();
        MetadataUpdate.Outcome outcome = update.run(before.trusted(), from, now);
        Optional<Refusal> failure = outcome.failure();
        TrustedMetadata trusted = outcome.trusted();
        Optional<SignedContents> contents = Optional.empty();
        if (failure.isEmpty()) {
            try {
                contents = read(before, trusted, from);
            } catch (Refusal refusal) {
                failure = Optional.of(refusal);
                trusted = trusted.withGood(before.trusted().good());
            }
        }
        SourceRow after = new SourceRow(
                trusted,
                contents.map(SignedContents::listed).or(before::listed),
                before.version(),
                Optional.of(now),
                contents.isPresent() ? Optional.of(now) : before.goodAt(),
                failure.map(Refusal::reason));
        boolean written = shared.rows.write(name, root, after, contents);
        hold(written ? after : shared.rows.find(name, root));
    }

    /**
     * Whether a catalog in memory would be taken and has all of its files; nothing is kept.
     *
     * @throws Refusal as the first thing in it that does not hold
     */
    synchronized SignedContents require(CatalogFiles from) {
        SourceRow before = known();
        MetadataUpdate.Outcome outcome = update.run(before.trusted(), from, shared.clock.instant());
        outcome.failure().ifPresent(refusal -> {
            throw refusal;
        });
        SignedContents contents = SignedContents.read(
                GoodMetadata.of(outcome.trusted(), shared.limits).orElseThrow(), from, shared.limits);
        for (String path : contents.metadata().targets().files().keySet()) {
            contents.fetch(from, path, shared.limits.of(Limit.CATALOG_FILE_BYTES));
        }
        return contents;
    }

    @Override
    public SourceState state() {
        Held now = held;
        Optional<Instant> expires =
                now.contents.map(contents -> contents.metadata().expires());
        SourceState.Kind kind = now.contents.isEmpty()
                ? SourceState.Kind.EMPTY
                : isOver(expires) ? SourceState.Kind.STALE : SourceState.Kind.READY;
        Optional<String> why = now.failure;
        if (why.isEmpty() && kind != SourceState.Kind.READY) {
            why = Optional.of(
                    expires.map(at -> "What the catalog said expired at " + at + ", and it said nothing since")
                            .orElse("It was not looked at yet"));
        }
        return new SourceState(kind, now.checkedAt, now.goodAt, expires, why);
    }

    private boolean isOver(Optional<Instant> expires) {
        return expires.filter(at -> !at.isAfter(shared.clock.instant())).isPresent();
    }

    @Override
    public List<CatalogApp> apps() {
        return held.contents.map(contents -> contents.index().apps()).orElse(List.of());
    }

    @Override
    public TrustLevel trust(CatalogApp app) {
        return app.publisher().trust().atMost(most);
    }

    @Override
    public Optional<Revocation> revocation(CatalogVersion version) {
        return held.contents.flatMap(contents -> contents.revoked().of(version));
    }

    @Override
    public byte[] packageFile(CatalogVersion version) {
        SourceState state = state();
        if (state.kind() != SourceState.Kind.READY) {
            throw new Refusal(
                    RefusalCode.UNAVAILABLE,
                    "Nothing new can be had from the catalog " + name + ": "
                            + state.why().orElse("it is not ready"));
        }
        return file(version.file(), Limit.CATALOG_FILE_BYTES);
    }

    @Override
    public OptionalLong packageBytes(CatalogVersion version) {
        return held.contents.stream()
                .mapToLong(contents -> contents.stamp(version.file()).length())
                .findFirst();
    }

    @Override
    public byte[] picture(String file) {
        return file(file, Limit.CATALOG_PICTURE_BYTES);
    }

    private byte[] file(String path, Limit most) {
        SignedContents contents = held.contents.orElseThrow(
                () -> new Refusal(RefusalCode.UNAVAILABLE, "Nothing of the catalog " + name + " is known"));
        FileStamp stamp = contents.stamp(path);
        return shared.cache.find(stamp).orElseGet(() -> {
            byte[] bytes = contents.fetch(files, path, shared.limits.of(most));
            shared.cache.put(stamp, bytes);
            return bytes;
        });
    }
}
