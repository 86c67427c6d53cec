package ai.ekaya.catalog;

import java.util.Optional;

/**
 * What is kept of a catalog between two looks at it. All of it was signed when it was kept, and is checked again whenever it is read.
 *
 * @param root the newest root
 * @param timestamp the newest seen, also where what it names could not be had: none before it is taken any more
 * @param snapshot the newest seen, as well
 * @param good what belongs together and was had in full
 */
record TrustedMetadata(byte[] root, Optional<byte[]> timestamp, Optional<byte[]> snapshot, Optional<Good> good) {
    record Good(byte[] timestamp, byte[] snapshot, byte[] targets) {}

    static TrustedMetadata begin(byte[] root) {
        return new TrustedMetadata(root, Optional.empty(), Optional.empty(), Optional.empty());
    }

    TrustedMetadata withRoot(byte[] given) {
        return new TrustedMetadata(given, timestamp, snapshot, good);
    }

    TrustedMetadata withSeen(Optional<byte[]> seenTimestamp, Optional<byte[]> seenSnapshot) {
        return new TrustedMetadata(root, seenTimestamp, seenSnapshot, good);
    }

    TrustedMetadata withGood(Optional<Good> given) {
        return new TrustedMetadata(root, timestamp, snapshot, given);
    }
}
