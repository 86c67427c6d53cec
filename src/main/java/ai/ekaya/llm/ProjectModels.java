package ai.ekaya.llm;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.Changes;
import ai.ekaya.egress.Egress;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.leak.KnownSecrets;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.secrets.Secrets;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which model each project has, as its administrators write and try it. Each change is in the audit. Thread-safe. */
@Singleton
public final class ProjectModels {
    private final Store store;
    private final LlmSettings operators;
    private final ModelSettingsReader reader;
    private final ModelEndpoints endpoints;
    private final Models models;
    private final AuditLog audit;
    private final KnownSecrets known;
    private final Limits limits;
    private final Clock clock;

    @Inject
    ProjectModels(
            Store store,
            LlmSettings operators,
            Secrets secrets,
            Egress egress,
            ModelEndpoints endpoints,
            Models models,
            AuditLog audit,
            KnownSecrets known,
            Limits limits,
            Clock clock) {
        this.store = store;
        this.operators = operators;
        this.reader = new ModelSettingsReader(operators, secrets, egress, limits, clock);
        this.endpoints = endpoints;
        this.models = models;
        this.audit = audit;
        this.known = known;
        this.limits = limits;
        this.clock = clock;
    }

    ModelSettingsView get(ProjectId project) {
        return store.inProject(project.value(), transaction -> ModelSettingsRows.find(transaction, project))
                .map(settings -> view(project, settings))
                .orElseGet(() -> ModelSettingsView.none(offered()));
    }

    private ModelSettingsView view(ProjectId project, ModelSettings settings) {
        return ModelSettingsView.of(
                settings,
                offered(),
                endpoints.find(project, settings).map(ModelEndpoint::model),
                settings.mode() == ModelSettings.Mode.COMMUNITY
                        ? Optional.of(limits.of(Limit.LLM_COMMUNITY_TOKENS_PER_DAY_COUNT))
                        : Optional.empty());
    }

    private List<String> offered() {
        List<String> modes =
                new ArrayList<>(List.of("none", ModelSettings.Mode.OWN.text(), ModelSettings.Mode.ON_PREM.text()));
        operators.community().ifPresent(any -> modes.add(ModelSettings.Mode.COMMUNITY.text()));
        operators.embedded().ifPresent(any -> modes.add(ModelSettings.Mode.EMBEDDED.text()));
        return modes;
    }

    /** @throws Refusal as {@link ModelSettingsReader#read} */
    ModelSettingsView write(Principal by, ProjectId project, NewModelSettings asked) {
        Optional<ModelSettings> read = reader.read(project, asked, by.name());
        return store.inProject(project.value(), transaction -> {
            ModelSettingsRows.lock(transaction, project);
            Optional<ModelSettings> before = ModelSettingsRows.find(transaction, project);
            Optional<ModelSettings> now = read.map(
                    settings -> settings.at(before.map(ModelSettings::version).orElse(0) + 1));
            now.ifPresentOrElse(
                    settings -> ModelSettingsRows.write(transaction, project, settings, by),
                    () -> ModelSettingsRows.remove(transaction, project));
            Changes changes = Changes.between(
                    before.map(ModelSettings::facts).orElse(Map.of()),
                    now.map(ModelSettings::facts).orElse(Map.of()));
            if (!changes.isEmpty()) {
                audit.append(
                        transaction,
                        new AuditEvent(
                                        AuditEvent.Type.MODEL_CHANGED,
                                        by.actor(),
                                        Optional.of(project.value()),
                                        "project:" + project,
                                        Map.of(
                                                "mode",
                                                read.map(settings ->
                                                                settings.mode().text())
                                                        .orElse("none")))
                                .changing(changes));
            }
            return now.map(settings -> view(project, settings)).orElseGet(() -> ModelSettingsView.none(offered()));
        });
    }

    /**
     * Asks the model one short question, once, and tells what became of it.
     *
     * @throws Refusal {@code CONFLICT} without a model, {@code RATE_LIMITED} right after another test
     */
    ModelTestView test(ProjectId project) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Duration pause = limits.durationOf(Limit.LLM_TEST_PAUSE_SECONDS);
        boolean noted = store.inProject(project.value(), transaction -> {
            if (ModelSettingsRows.find(transaction, project).isEmpty()) {
                throw new Refusal(RefusalCode.CONFLICT, Models.noModel().reason());
            }
            return ModelSettingsRows.noteTest(transaction, project, now, pause);
        });
        if (!noted) {
            throw new Refusal(
                    RefusalCode.RATE_LIMITED,
                    "The model was tested just now; once in " + Quantity.ofDuration(pause) + " is enough",
                    pause);
        }
        return models.test(project).without(known.now(project));
    }
}
