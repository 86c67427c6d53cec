package ai.ekaya.catalog;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Metadata that belong together and are signed by whom the newest root names. Their time may be over. */
record GoodMetadata(RootMetadata root, MetaMetadata timestamp, MetaMetadata snapshot, TargetsMetadata targets) {

    /**
     * What is kept, checked again. Empty where nothing is, or where a newer root took the right from a key that signed it.
     *
     * @throws Refusal {@code UPSTREAM} when the root itself does not hold
     */
    static Optional<GoodMetadata> of(TrustedMetadata kept, Limits limits) {
        RootMetadata root = RootMetadata.last(kept.roots(), limits);
        return kept.good()
                .map(good -> new GoodMetadata(
                        root,
                        MetaMetadata.timestamp(good.timestamp(), limits),
                        MetaMetadata.snapshot(good.snapshot(), limits),
                        TargetsMetadata.read(good.targets(), limits)))
                .filter(GoodMetadata::holds);
    }

    private boolean holds() {
        return root.role(RoleName.TIMESTAMP).signed(timestamp.file())
                && root.role(RoleName.SNAPSHOT).signed(snapshot.file())
                && root.role(RoleName.TARGETS).signed(targets.file())
                && timestamp.named() == snapshot.file().version()
                && timestamp.stamp().fits(snapshot.bytes())
                && snapshot.named() == targets.file().version()
                && snapshot.stamp().fits(targets.bytes());
    }

    /** When the first of them ends. */
    Instant expires() {
        return Stream.of(root.file(), timestamp.file(), snapshot.file(), targets.file())
                .map(SignedFile::expires)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
