package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * From what is trusted of a catalog to what it says now: the client's workflow of The Update Framework's specification, 5.3 to 5.6, in its
 * order. Thread-safe.
 */
final class MetadataUpdate {
    private final Limits limits;

    MetadataUpdate(Limits limits) {
        this.limits = limits;
    }

    /**
     * How far it came.
     *
     * @param trusted to be kept in either case: also a failed update may have met a newer root
     * @param failure why it ended early
     */
    record Outcome(TrustedMetadata trusted, Optional<Refusal> failure) {}

    /**
     * @param now one time for all of it
     * @throws Refusal {@code UPSTREAM} when the roots that are trusted do not hold
     */
    Outcome run(TrustedMetadata before, CatalogFiles files, Instant now) {
        Steps steps = new Steps(before, files, now);
        try {
            steps.roots();
            steps.timestamp();
            steps.snapshot();
            steps.targets();
            return new Outcome(steps.trusted, Optional.empty());
        } catch (Refusal refusal) {
            return new Outcome(steps.trusted, Optional.of(refusal));
        }
    }

    /** One update. Not thread-safe. */
    private final class Steps {
        private final CatalogFiles files;
        private final Instant now;
        private TrustedMetadata trusted;
        private RootMetadata root;

        Steps(TrustedMetadata before, CatalogFiles files, Instant now) {
            this.trusted = before;
            this.files = files;
            this.now = now;
            this.root = RootMetadata.last(before.roots(), limits);
        }

        /** 5.3: one after the other, each signed by the one before and by itself; the last one's time is not over. */
        void roots() {
            long most = limits.of(Limit.CATALOG_ROOTS_COUNT);
            for (long rotations = 0; ; rotations++) {
                long next = root.file().version() + 1;
                Optional<byte[]> found =
                        files.read("metadata/" + next + ".root.json", limits.of(Limit.CATALOG_METADATA_BYTES));
                if (found.isEmpty()) {
                    root.file().requireFresh(now);
                    return;
                }
                if (rotations == most) {
                    throw Place.refusal("The catalog has more than " + most
                            + " new roots, the most that are followed at a time; look again to follow the next");
                }
                accept(root.next(found.get(), limits));
            }
        }

        private void accept(RootMetadata next) {
            // 5.3.11: who had those keys may have written versions that nobody could ever follow.
            if (next.differsIn(RoleName.TIMESTAMP, root) || next.differsIn(RoleName.SNAPSHOT, root)) {
                trusted = trusted.withSeen(Optional.empty(), Optional.empty());
            }
            root = next;
            trusted = trusted.withRoot(next.bytes());
        }

        /** 5.4 */
        void timestamp() {
            byte[] found = files.require("metadata/timestamp.json", limits.of(Limit.CATALOG_TIMESTAMP_BYTES));
            MetaMetadata next = read(RoleName.TIMESTAMP, found, MetaMetadata::timestamp);
            Optional<MetaMetadata> seen = seen(RoleName.TIMESTAMP, trusted.timestamp(), MetaMetadata::timestamp);
            if (seen.isPresent()) {
                requireForward(
                        RoleName.TIMESTAMP,
                        seen.get().file().version(),
                        next.file().version());
                requireForward(RoleName.SNAPSHOT, seen.get().named(), next.named());
            }
            if (seen.isPresent() && seen.get().file().version() == next.file().version()) {
                // The one that is known, whatever this one says under the same number.
                seen.get().file().requireFresh(now);
                return;
            }
            next.file().requireFresh(now);
            trusted = trusted.withSeen(Optional.of(found), trusted.snapshot());
        }

        /** 5.5 */
        void snapshot() {
            MetaMetadata timestamp = MetaMetadata.timestamp(trusted.timestamp().orElseThrow(), limits);
            Optional<MetaMetadata> seen = seen(RoleName.SNAPSHOT, trusted.snapshot(), MetaMetadata::snapshot);
            byte[] found = named(RoleName.SNAPSHOT, timestamp, seen.map(MetaMetadata::bytes));
            MetaMetadata next = read(RoleName.SNAPSHOT, found, MetaMetadata::snapshot);
            requireNamed(timestamp, next.file());
            seen.ifPresent(before -> requireForward(RoleName.TARGETS, before.named(), next.named()));
            next.file().requireFresh(now);
            trusted = trusted.withSeen(trusted.timestamp(), Optional.of(found));
        }

        /** 5.6 */
        void targets() {
            byte[] timestamp = trusted.timestamp().orElseThrow();
            byte[] bytes = trusted.snapshot().orElseThrow();
            MetaMetadata snapshot = MetaMetadata.snapshot(bytes, limits);
            byte[] found = named(RoleName.TARGETS, snapshot, trusted.good().map(TrustedMetadata.Good::targets));
            TargetsMetadata next = TargetsMetadata.read(found, limits);
            root.role(RoleName.TARGETS).require(next.file());
            requireNamed(snapshot, next.file());
            next.file().requireFresh(now);
            trusted = trusted.withGood(Optional.of(new TrustedMetadata.Good(timestamp, bytes, found)));
        }

        /** The file that a role above names, which may be there already. SECURITY: its hash is checked before it is parsed. */
        private byte[] named(RoleName role, MetaMetadata by, Optional<byte[]> known) {
            FileStamp stamp = by.stamp();
            if (known.isPresent() && stamp.fits(known.get())) {
                return known.get();
            }
            String path = "metadata/" + by.named() + "." + role.text() + ".json";
            return stamp.require(path, files.require(path, stamp.length()));
        }

        private MetaMetadata read(RoleName role, byte[] bytes, BiFunction<byte[], Limits, MetaMetadata> reader) {
            MetaMetadata read = reader.apply(bytes, limits);
            root.role(role).require(read.file());
            return read;
        }

        /** What was seen before, unless a newer root took the right from who signed it. */
        private Optional<MetaMetadata> seen(
                RoleName role, Optional<byte[]> bytes, BiFunction<byte[], Limits, MetaMetadata> reader) {
            try {
                return bytes.map(kept -> reader.apply(kept, limits))
                        .filter(kept -> root.role(role).signed(kept.file()));
            } catch (Refusal noneOfOurs) {
                // Whoever wrote that in the database could have removed it.
                return Optional.empty();
            }
        }

        private void requireNamed(MetaMetadata by, SignedFile file) {
            if (file.version() != by.named()) {
                throw Place.refusal("The catalog's " + file.role().text() + " metadata have version " + file.version()
                        + ", but " + by.file().role().text() + " names " + by.named());
            }
        }

        private void requireForward(RoleName role, long seen, long next) {
            if (next < seen) {
                throw Place.refusal("The catalog's " + role.text() + " metadata went back to version " + next
                        + ", version " + seen + " was seen already");
            }
        }
    }
}
