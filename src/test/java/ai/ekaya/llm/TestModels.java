package ai.ekaya.llm;

import ai.ekaya.audit.AuditLog;
import ai.ekaya.egress.Egress;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.leak.KnownSecrets;
import ai.ekaya.limits.Limits;
import ai.ekaya.secrets.Secrets;
import ai.ekaya.store.Store;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The room without a container, where no attempt waits for its turn. */
public final class TestModels {
    private final Models models;
    private final ProjectModels settings;

    private TestModels(Models models, ProjectModels settings) {
        this.models = models;
        this.settings = settings;
    }

    public static TestModels on(
            Store store, Secrets secrets, Egress egress, AuditLog audit, Limits limits, Clock clock) {
        ModelEndpoints endpoints = new ModelEndpoints(LlmSettings.NOTHING, secrets, egress);
        Models models = new Models(store, endpoints, egress, (time, stop) -> {}, limits, clock);
        return new TestModels(
                models,
                new ProjectModels(
                        store,
                        LlmSettings.NOTHING,
                        secrets,
                        egress,
                        endpoints,
                        models,
                        audit,
                        new KnownSecrets(secrets, limits),
                        limits,
                        clock));
    }

    public Models models() {
        return models;
    }

    /** A model at https://api.example.com/v1 that speaks OpenAI's protocol, with the secret model-key. */
    public void choose(Principal by, ProjectId project) {
        settings.write(by, project, Chosen.own().written());
    }

    /** What a test of the model tells. */
    public String test(ProjectId project) {
        return settings.test(project).toString();
    }

    /** What was said in the newest call; empty where that is not kept any more. */
    public String conversation(ModelCalls calls, Principal by, ProjectId project) {
        var newest = calls.list(project, Optional.empty(), Optional.empty(), new PageQuery(Optional.empty(), 1))
                .items()
                .get(0);
        return calls.read(by, project, newest.id())
                .conversation()
                .map(Object::toString)
                .orElse("");
    }

    /** The runs of all calls, read in pages of so many. */
    public List<String> runsOfCalls(
            ModelCalls calls, ProjectId project, int size, Optional<String> app, Optional<String> run) {
        List<String> runs = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<ModelCallView> page = calls.list(project, app, run.map(UUID::fromString), new PageQuery(after, size));
            page.items().forEach(call -> runs.add(call.run().toString()));
            after = page.next();
        } while (after.isPresent());
        return runs;
    }

    public void sweep(ModelCalls calls) {
        calls.sweep();
    }
}
