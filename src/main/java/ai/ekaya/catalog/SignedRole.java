package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who signs for a role, and how many of them it takes.
 *
 * @param keys each once
 * @param threshold from 1 to their number
 */
record SignedRole(RoleName role, List<SignerKey> keys, int threshold) {
    SignedRole {
        keys = List.copyOf(keys);
    }

    Set<String> keyIds() {
        return Set.copyOf(keys.stream().map(SignerKey::id).toList());
    }

    boolean signed(SignedFile file) {
        return signers(file) >= threshold;
    }

    /** @throws Refusal {@code UPSTREAM} unless enough of these keys signed the file */
    void require(SignedFile file) {
        int signers = signers(file);
        if (signers < threshold) {
            throw Place.refusal("The catalog's " + file.role().text() + " metadata, version " + file.version()
                    + ", have good signatures by " + signers + " of the keys that may sign for "
                    + role.text() + ", expected " + threshold);
        }
    }

    // SECURITY: counted by public key and not by name or signature, so that one key is one vote. MetadataAttackTest.
    private int signers(SignedFile file) {
        Set<String> signers = new HashSet<>();
        for (SignerKey key : keys) {
            byte[] signature = file.signatures().get(key.id());
            if (signature != null && key.signed(file.message(), signature)) {
                signers.add(key.publicHex());
            }
        }
        return signers.size();
    }
}
