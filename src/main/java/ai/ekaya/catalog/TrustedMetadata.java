package ai.ekaya.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is kept of a catalog between two looks at it. All of it was signed when it was kept, and is checked again whenever it is read.
 *
 * @param roots from the one that the operator gave to the newest: whoever writes in the database can put no other at its end
 * @param timestamp the newest seen, also where what it names could not be had: none before it is taken any more
 * @param snapshot the newest seen, as well
 * @param good what belongs together and was had in full
 */
record TrustedMetadata(List<byte[]> roots, Optional<byte[]> timestamp, Optional<byte[]> snapshot, Optional<Good> good) {
    record Good(byte[] timestamp, byte[] snapshot, byte[] targets) {}

    TrustedMetadata {
        roots = List.copyOf(roots);
    }

    static TrustedMetadata begin(byte[] root) {
        return new TrustedMetadata(List.of(root), Optional.empty(), Optional.empty(), Optional.empty());
    }

    TrustedMetadata withRoot(byte[] next) {
        return new TrustedMetadata(
                Stream.concat(roots.stream(), Stream.of(next)).toList(), timestamp, snapshot, good);
    }

    TrustedMetadata withSeen(Optional<byte[]> seenTimestamp, Optional<byte[]> seenSnapshot) {
        return new TrustedMetadata(roots, seenTimestamp, seenSnapshot, good);
    }

    TrustedMetadata withGood(Optional<Good> given) {
        return new TrustedMetadata(roots, timestamp, snapshot, given);
    }
}
