package ai.ekaya.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An API token as its owner sees it later, without its text.
 *
 * @param prefix how its text starts; empty for one made before this was kept
 * @param roles the most it gives in its project, if its owner still has as much
 */
public record ApiToken(
        UUID id,
        String name,
        String prefix,
        ProjectId project,
        List<Role> roles,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt) {
    public ApiToken {
        roles = List.copyOf(roles);
    }
}
