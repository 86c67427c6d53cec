package ai.ekaya.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A personal API token as its owner sees it later, without its text.
 *
 * @param roles the most it gives in its project, if its owner still has as much
 */
public record ApiToken(
        UUID id,
        String name,
        ProjectId project,
        List<Role> roles,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt) {
    public ApiToken {
        roles = List.copyOf(roles);
    }
}
