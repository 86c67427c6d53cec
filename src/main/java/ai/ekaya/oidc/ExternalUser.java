package ai.ekaya.oidc;

import java.time.Instant;
import java.util.List;

/**
 * Who the identity provider says somebody is.
 *
 * @param subject the provider's own unchanging id of the person
 * @param name what the person is called; may change and may collide
 * @param saidAt when the provider said so
 */
public record ExternalUser(String issuer, String subject, String name, List<String> groups, Instant saidAt) {
    public ExternalUser {
        groups = List.copyOf(groups);
    }

    /** As said before everything else, so that whatever is known of the groups holds. */
    ExternalUser withUnknownGroups() {
        return new ExternalUser(issuer, subject, name, List.of(), Instant.EPOCH);
    }

    /** Unique over providers. */
    public String key() {
        return issuer + " " + subject;
    }
}
