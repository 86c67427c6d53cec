package ai.ekaya.studio;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.Admission;
import ai.ekaya.install.NewInstall;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Sample;
import ai.ekaya.store.Store;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lets people try a package before they install it, as a draft is previewed. Thread-safe. */
@Singleton
final class Tries {
    private final Admission admission;
    private final Preview preview;
    private final Store store;
    private final AuditLog audit;

    @Inject
    Tries(Admission admission, Preview preview, Store store, AuditLog audit) {
        this.admission = admission;
        this.preview = preview;
        this.store = store;
        this.audit = audit;
    }

    /** What a package is tried on. */
    enum Ground {
        /** The project's datasources and model, read only. */
        PROJECT,
        /** What the package brings. */
        SAMPLE
    }

    /**
     * @param input empty for the sample's, or {@code {}}
     * @throws Refusal as an installation would be refused; nothing has run then
     */
    Preview.Previewed run(Principal by, ProjectId project, NewInstall asked, Ground ground, Optional<JsonNode> input) {
        AppPackage read = switch (ground) {
            case PROJECT -> admission.toProject(by, project, asked);
            case SAMPLE -> admission.alone(by, project, asked);
        };
        Optional<Sample> sample = ground == Ground.SAMPLE ? Optional.of(sample(read)) : Optional.empty();
        ObjectNode settings = sample.map(data -> data.settings().deepCopy()).orElseGet(Json.mapper()::createObjectNode);
        settings.setAll(asked.settings());
        // Before it runs: what was let at a project's data has a line, also where this server dies on it.
        store.transactIn(project.value(), transaction -> audit.append(transaction, tried(by, project, read, ground)));
        return preview.run(
                by,
                project,
                read,
                new Preview.Asked(
                        subject(read),
                        input.or(() -> sample.map(Sample::input))
                                .map(JsonNode::toString)
                                .orElse("{}"),
                        settings,
                        asked.datasources(),
                        sample));
    }

    private static Sample sample(AppPackage read) {
        return Sample.of(read)
                .orElseThrow(
                        () -> new Refusal(
                                RefusalCode.NOT_FOUND,
                                "The package brings no sample.json to be tried on; try it with \"on\": \"project\", or install it"));
    }

    private static String subject(AppPackage read) {
        return "package:" + read.manifest().id();
    }

    private static AuditEvent tried(Principal by, ProjectId project, AppPackage read, Ground ground) {
        Map<String, String> details = new TreeMap<>(Map.of(
                "version",
                read.manifest().version(),
                "packageHash",
                read.hash().toString(),
                "on",
                ground == Ground.PROJECT ? "project" : "sample"));
        return new AuditEvent(
                AuditEvent.Type.APP_TRIED, by.actor(), Optional.of(project.value()), subject(read), details);
    }
}
