package ai.ekaya.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which roles groups of the identity provider give on every server alike, as {@code OIDC_GROUP_ROLES} says:
 * {@code ekaya-admins=platform-admin,demo-operators=demo:operator}. A project is named by its name or its id.
 */
record ConfiguredRoles(List<Rule> rules) {
    static final String KEY = "OIDC_GROUP_ROLES";
    private static final String PLATFORM_ADMIN = "platform-admin";

    /** @param project empty for platform admin */
    record Rule(String group, Optional<String> project, Role role) {}

    ConfiguredRoles {
        rules = List.copyOf(rules);
    }

    /** @throws IllegalArgumentException showing the part that could not be read */
    static ConfiguredRoles parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                rules.add(rule(part.strip()));
            }
        }
        return new ConfiguredRoles(rules);
    }

    private static Rule rule(String part) {
        int equals = part.lastIndexOf('=');
        if (equals > 0) {
            String group = part.substring(0, equals).strip();
            String given = part.substring(equals + 1).strip();
            if (given.equals(PLATFORM_ADMIN)) {
                return new Rule(group, Optional.empty(), Role.ADMIN);
            }
            int colon = given.lastIndexOf(':');
            for (Role role : Role.values()) {
                if (colon > 0 && role.text().equals(given.substring(colon + 1))) {
                    return new Rule(group, Optional.of(given.substring(0, colon)), role);
                }
            }
        }
        throw new IllegalArgumentException(KEY + " has '" + part + "', expected group=project:role or group="
                + PLATFORM_ADMIN + " with role viewer, operator, author or admin");
    }

    boolean platformAdmin(Collection<String> groups) {
        return rules.stream().anyMatch(rule -> rule.project().isEmpty() && groups.contains(rule.group()));
    }

    /** Whether a rule speaks of a project by this name, in any case. */
    boolean names(String project) {
        return rules.stream()
                .anyMatch(
                        rule -> rule.project().filter(project::equalsIgnoreCase).isPresent());
    }

    /** The largest role for each project, by the project's name or id as it stands in the configuration. */
    Map<String, Role> roles(Collection<String> groups) {
        Map<String, Role> roles = new HashMap<>();
        for (Rule rule : rules) {
            if (rule.project().isPresent() && groups.contains(rule.group())) {
                roles.merge(rule.project().get(), rule.role(), Role::larger);
            }
        }
        return roles;
    }
}
