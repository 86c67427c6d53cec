package ai.ekaya.secrets;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A secret as clients see it.
 *
 * @param lastUsedAt when it was last opened, to the minute
 * @param usedBy the slugs of the apps whose grants name it
 */
public record SecretView(
        String name,
        int version,
        Instant createdAt,
        Instant changedAt,
        String changedBy,
        Optional<Instant> lastUsedAt,
        List<String> usedBy) {
    public SecretView {
        usedBy = List.copyOf(usedBy);
    }

    static SecretView of(StoredSecret secret, Map<String, List<String>> appsBySecret) {
        return new SecretView(
                secret.name(),
                secret.version(),
                secret.createdAt(),
                secret.changedAt(),
                secret.changedBy(),
                secret.lastUsedAt(),
                appsBySecret.getOrDefault(secret.key(), List.of()));
    }
}
