package ai.ekaya.run;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A run once more, and what it was answered. */
@Path("projects/{p}/runs")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class ReplayResource {
    private static final Pattern SEQUENCE = Pattern.compile("[1-9][0-9]{0,8}");

    private final Caller caller;
    private final RunHistory history;
    private final Replays replays;

    @Inject
    public ReplayResource(Caller caller, RunHistory history, Replays replays) {
        this.caller = caller;
        this.history = history;
        this.replays = replays;
    }

    @POST
    @Path("{run}/replay")
    @May(Action.REPLAY_RUN)
    // Anything, so that a request without a body, and then without a type, replays the recorded package.
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Operation(
            summary =
                    "Repeat a recorded run without the world: the same calls, output and fuel, or the first difference",
            description =
                    "The body is optional: {version} or {packageHash} of another package of the app runs that one on the"
                            + " recorded answers. 409 when the run was not recorded or its package is no longer stored.")
    public CompletionStage<Replay> replay(@PathParam("run") String run, byte[] body) {
        Run found = history.require(caller.project(), run);
        return replays.replay(caller.principal(), found, other(found, RunInput.of(body)));
    }

    @GET
    @Path("{run}/calls/{n}")
    @May(Action.READ_ANSWER)
    @Operation(
            summary = "What an app was answered to one host call of a run, as it got it",
            description =
                    "Bare JSON: {ok, result} or {ok, error}. n is the call's sequence in the run's calls. 409 when the run was"
                            + " not recorded.")
    public Response answer(@PathParam("run") String run, @PathParam("n") String sequence) {
        Run found = history.require(caller.project(), run);
        if (!SEQUENCE.matcher(sequence).matches()) {
            throw new Refusal(RefusalCode.NOT_FOUND, "A call is named by its sequence, a whole number from 1");
        }
        String answer = replays.answer(caller.principal(), found, Integer.parseInt(sequence));
        return Response.ok(answer.getBytes(StandardCharsets.UTF_8), MediaType.APPLICATION_JSON)
                .build();
    }

    private Optional<PackageHash> other(Run run, String body) {
        Optional<PackageHash> other = Optional.empty();
        for (Iterator<Map.Entry<String, JsonNode>> keys = object(body).fields(); keys.hasNext(); ) {
            Map.Entry<String, JsonNode> one = keys.next();
            if (other.isPresent()) {
                throw new Refusal(RefusalCode.BAD_ARGUMENT, "The body names a package twice, expected one of its keys");
            }
            other = Optional.of(
                    switch (one.getKey()) {
                        case "version" -> replays.packageOf(run, text(one));
                        case "packageHash" ->
                            PackageHash.parse(text(one))
                                    .orElseThrow(() -> new Refusal(
                                            RefusalCode.BAD_ARGUMENT,
                                            "'packageHash' is blake3: and 64 hex digits, as a run has it"));
                        default ->
                            throw new Refusal(
                                    RefusalCode.BAD_ARGUMENT,
                                    "The body has a key that is not known; known are version, packageHash");
                    });
        }
        return other;
    }

    private static String text(Map.Entry<String, JsonNode> one) {
        if (!one.getValue().isTextual()) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'" + one.getKey() + "' in the body is no string");
        }
        return one.getValue().textValue();
    }

    private static JsonNode object(String body) {
        try {
            JsonNode json = Json.mapper().readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was JSON a moment ago is none", e);
        }
        throw new Refusal(
                RefusalCode.BAD_ARGUMENT, "The body is a JSON object with version or packageHash, or nothing");
    }
}
