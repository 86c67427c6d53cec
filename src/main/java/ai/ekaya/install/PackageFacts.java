package ai.ekaya.install;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What audit events say of a package. */
final class PackageFacts {
    private PackageFacts() {}

    static Map<String, String> of(AppPackage read) {
        return Map.of(
                "package",
                read.manifest().id(),
                "version",
                read.manifest().version(),
                "packageHash",
                read.hash().toString());
    }

    /** With what it may do once it is installed. */
    static Map<String, String> of(AppPackage read, String slug, Capabilities grants) {
        Map<String, String> facts = new TreeMap<>(of(read));
        facts.put("slug", slug);
        facts.put("hostFunctions", words(grants.hostFunctions()));
        if (!grants.queries().isEmpty()) {
            facts.put("queries", words(grants.queries()));
        }
        if (!grants.secrets().isEmpty()) {
            facts.put("secrets", words(grants.secrets()));
        }
        return facts;
    }

    private static String words(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(" "));
    }

    /** @param known what was known of the package when it was refused */
    static AuditEvent refused(Actor by, ProjectId project, String subject, Refusal refusal, Map<String, String> known) {
        Map<String, String> details = new TreeMap<>(known);
        details.put("code", refusal.code().name());
        details.put("reason", refusal.reason());
        return new AuditEvent(AuditEvent.Type.APP_INSTALL_REFUSED, by, Optional.of(project.value()), subject, details);
    }
}
