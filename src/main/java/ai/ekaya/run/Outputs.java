package ai.ekaya.run;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** Answers with an app's output, or 304 to who has it. */
final class Outputs {
    private Outputs() {}

    static Response answer(Request request, RunHistory.Output output, String body) {
        EntityTag tag = new EntityTag(output.hash().substring(0, 32));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer = unchanged != null
                ? unchanged
                : Response.ok(body.getBytes(StandardCharsets.UTF_8), MediaType.APPLICATION_JSON);
        return answer.tag(tag).header("X-Ekaya-Run", output.run().toString()).build();
    }
}
