package ai.ekaya.identity;

import java.util.List;

/**
 * Who the identity provider says has signed in.
 *
 * @param subject the provider's own unchanging id of the person
 * @param name what the person is called; may change and may collide
 */
record ExternalUser(String issuer, String subject, String name, List<String> groups) {
    ExternalUser {
        groups = List.copyOf(groups);
    }

    /** Unique over providers. */
    String key() {
        return issuer + " " + subject;
    }
}
