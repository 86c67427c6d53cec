package ai.ekaya.run;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers with an app's output, or 304 to who has it. */
final class Outputs {
    private static final Pattern TAG = Pattern.compile("\"([^\"]*)\"");

    private Outputs() {}

    static Response bare(HttpHeaders headers, RunHistory.Output output) {
        return answer(headers, output, "", output.json());
    }

    /** @param shownAs what else the answer depends on */
    static Response answer(HttpHeaders headers, RunHistory.Output output, String shownAs, String body) {
        String tag = output.hash().substring(0, 32) + shownAs;
        Response.ResponseBuilder answer = has(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)
                ? Response.notModified()
                : Response.ok(body.getBytes(StandardCharsets.UTF_8), MediaType.APPLICATION_JSON);
        return answer.tag(new EntityTag(tag))
                .header("X-Ekaya-Run", output.run().toString())
                .build();
    }

    /** If-None-Match compares weakly (RFC 9110, 13.1.2): a proxy that compressed the answer made its tag a weak one. */
    static boolean has(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        List<String> known = TAG.matcher(ifNoneMatch)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        return ifNoneMatch.strip().equals("*") || known.contains(tag);
    }
}
