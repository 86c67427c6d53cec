package ai.ekaya.studio;

import ai.ekaya.catalog.PrivateCatalogs;
import ai.ekaya.host.Gate;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.install.AppUpdates;
import ai.ekaya.install.AppView;
import ai.ekaya.install.HeldUpdateView;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.install.Installer;
import ai.ekaya.install.NewInstall;
import ai.ekaya.install.Origin;
import ai.ekaya.install.PackageSteps;
import ai.ekaya.install.PackageTests;
import ai.ekaya.install.TestResult;
import ai.ekaya.install.Updated;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.PackageWriter;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.web.BodyLimit;
import ai.ekaya.web.Json;
import ai.ekaya.web.Page;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Drafts: write, check, preview, install. */
@Path("projects/{p}/drafts")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class DraftResource {
    private final Caller caller;
    private final Drafts drafts;
    private final Preview preview;
    private final PackageReader reader;
    private final InstalledApps apps;
    private final Installer installer;
    private final AppUpdates updates;
    private final DraftCheck check;
    private final PackageTests tests;
    private final Publishing publishing;
    private final Gate gate;

    @Inject
    public DraftResource(
            Caller caller,
            Drafts drafts,
            Preview preview,
            PackageReader reader,
            InstalledApps apps,
            Installer installer,
            AppUpdates updates,
            DraftCheck check,
            PackageTests tests,
            Publishing publishing,
            Gate gate) {
        this.caller = caller;
        this.drafts = drafts;
        this.preview = preview;
        this.reader = reader;
        this.apps = apps;
        this.installer = installer;
        this.updates = updates;
        this.check = check;
        this.tests = tests;
        this.publishing = publishing;
        this.gate = gate;
    }

    /** A draft without its files. */
    public record DraftSummary(UUID id, String name, long revision, Instant changedAt) {}

    /** A draft. */
    public record DraftView(UUID id, String name, SortedMap<String, String> files, long revision, Instant changedAt) {
        static DraftView of(Draft draft) {
            return new DraftView(draft.id(), draft.name(), draft.files(), draft.revision(), draft.changedAt());
        }
    }

    /** What a client writes; with {@code revision} only over the one it has read. */
    public record DraftBody(
            @Nullable String name,
            @Nullable Map<String, String> files,
            @Nullable Long revision) {}

    /** Input, settings and datasources of a preview; all may be left out. */
    public record PreviewBody(
            @Nullable JsonNode input,
            @Nullable ObjectNode settings,
            @Nullable Map<String, String> datasources) {}

    /**
     * How to publish or install a draft; all may be left out.
     *
     * @param changelog what is new: the draft becomes a version of the project's own catalog
     * @param install false to publish alone; else the draft is installed, or the app that is of it updated
     */
    public record PublishBody(
            @Nullable String changelog,
            @Nullable Boolean install,
            @Nullable String slug,
            @Nullable ObjectNode settings,
            @Nullable Map<String, String> datasources) {}

    /** What is wrong with a draft as a package; nothing when it can be installed. */
    public record CheckView(List<ReadResult.Finding> findings) {}

    /** How a draft's tests went, by file. */
    public record TestView(List<TestResult> tests) {}

    @GET
    @May(Action.WRITE_DRAFT)
    @Operation(summary = "Drafts, last changed first")
    public Page<DraftSummary> list() {
        return Page.whole(drafts.list(caller.project()).stream()
                .map(draft -> new DraftSummary(draft.id(), draft.name(), draft.revision(), draft.changedAt()))
                .toList());
    }

    @POST
    @May(Action.WRITE_DRAFT)
    @BodyLimit(value = Limit.STUDIO_DRAFT_BYTES, instead = Drafts.TOO_LARGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a draft; app.js alone is enough")
    public Response make(DraftBody body) {
        Draft draft = drafts.make(caller.principal(), caller.project(), name(body), files(body));
        return Response.created(URI.create("projects/" + draft.project() + "/drafts/" + draft.id()))
                .entity(DraftView.of(draft))
                .build();
    }

    @GET
    @Path("{d}")
    @May(Action.WRITE_DRAFT)
    @Operation(summary = "A draft with its files")
    public DraftView get(@PathParam("d") String draft) {
        return DraftView.of(drafts.get(caller.project(), draft));
    }

    @PUT
    @Path("{d}")
    @May(Action.WRITE_DRAFT)
    @BodyLimit(value = Limit.STUDIO_DRAFT_BYTES, instead = Drafts.TOO_LARGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Save a draft; 409 when its revision is another than yours")
    public DraftView save(@PathParam("d") String draft, DraftBody body) {
        Long revision = body.revision();
        return DraftView.of(drafts.save(
                caller.principal(),
                caller.project(),
                draft,
                name(body),
                files(body),
                revision == null ? OptionalLong.empty() : OptionalLong.of(revision)));
    }

    @DELETE
    @Path("{d}")
    @May(Action.WRITE_DRAFT)
    @Operation(summary = "Delete a draft")
    public void remove(@PathParam("d") String draft) {
        drafts.remove(caller.project(), draft);
    }

    @POST
    @Path("{d}/check")
    @May(Action.WRITE_DRAFT)
    @Operation(summary = "What is wrong with a draft as a package")
    public CheckView check(@PathParam("d") String draft) {
        return new CheckView(check.findings(read(draft)));
    }

    @POST
    @Path("{d}/test")
    @May(Action.WRITE_DRAFT)
    @Operation(
            summary = "Run the draft's own tests, tests/*.json, as they run whenever it is installed or updated",
            description = "Nothing of the world is reached: host calls are answered by what the tests say.")
    public TestView test(@PathParam("d") String draft) {
        return new TestView(tests.results(PackageSteps.verified(read(draft))));
    }

    @POST
    @Path("{d}/preview")
    @May(Action.WRITE_DRAFT)
    @BodyLimit(Limit.RUN_INPUT_BYTES)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Run a draft on a database of its own and keep nothing")
    public Response preview(@PathParam("d") String draft, PreviewBody body) {
        JsonNode input = body.input();
        ObjectNode settings = body.settings();
        Map<String, String> datasources = body.datasources();
        AppPackage read = PackageSteps.verified(read(draft));
        PreviewView view = PreviewView.of(preview.run(
                caller.principal(),
                caller.project(),
                read,
                new Preview.Asked(
                        "draft:" + draft,
                        input == null ? "{}" : input.toString(),
                        settings == null ? Json.mapper().createObjectNode() : settings,
                        datasources == null ? Map.of() : datasources,
                        Optional.empty())));
        return Response.ok(view).build();
    }

    @POST
    @Path("{d}/publish")
    @May(Action.WRITE_DRAFT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Publish a draft in the project's own catalog, with a changelog, and install it as an app, or update the"
                            + " app of the same package and slug, unless install is false",
            description =
                    "Without a changelog it is installed alone. What is published has to be newer than what was, and clean"
                            + " under check. Grants that do not stand yet need role admin.")
    public Response publish(@PathParam("d") String draft, PublishBody body) {
        String changelog = body.changelog();
        Optional<PrivateCatalogs.Published> published = Optional.ofNullable(changelog)
                .map(text -> publishing.publish(caller.principal(), caller.project(), read(draft), text));
        if (Boolean.FALSE.equals(body.install())) {
            return PublishResource.published(
                    caller,
                    published.orElseThrow(() -> new Refusal(
                            RefusalCode.BAD_ARGUMENT, "'changelog' is missing, expected what is new in the version")));
        }
        ObjectNode settings = body.settings();
        Map<String, String> datasources = body.datasources();
        AppPackage read = PackageSteps.verified(read(draft));
        NewInstall asked = new NewInstall(
                PackageWriter.zip(read),
                Optional.ofNullable(body.slug()),
                Optional.empty(),
                datasources == null ? Map.of() : datasources,
                settings == null ? Json.mapper().createObjectNode() : settings,
                Origin.DRAFT);
        Optional<InstalledApp> before = apps.find(
                        caller.project(), asked.slug().orElse(read.manifest().id()))
                .filter(app -> app.packageId().equals(read.manifest().id()));
        if (before.isPresent()) {
            return switch (updates.update(
                    caller.principal(), caller.project(), before.get().slug(), asked)) {
                case Updated.Done(InstalledApp now) ->
                    Response.ok(AppView.of(now)).build();
                case Updated.Held(HeldUpdateView waits) ->
                    Response.accepted(waits).build();
            };
        }
        InstalledApp app = installer.install(caller.principal(), caller.project(), asked);
        return Response.created(URI.create("projects/" + app.project() + "/apps/" + app.slug()))
                .entity(AppView.of(app))
                .build();
    }

    private ReadResult read(String draft) {
        return reader.read(DraftFiles.of(drafts.get(caller.project(), draft), gate.names()));
    }

    private static String name(DraftBody body) {
        String name = body.name();
        if (name == null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'name' is missing in the body");
        }
        return name.strip();
    }

    private static Map<String, String> files(DraftBody body) {
        Map<String, String> files = body.files();
        if (files == null || files.containsValue(null)) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'files' is missing in the body, expected paths with texts");
        }
        return files;
    }
}
