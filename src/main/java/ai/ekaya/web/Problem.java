package ai.ekaya.web;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An error as HTTP clients see it (RFC 9457), with the same code that a guest would see.
 *
 * @param type {@code urn:ekaya:problem:<code>}
 * @param incident for bugs only: what to search the server's log for
 * @param findings what is wrong part by part, for example in a package; left out when there is nothing to list
 * @param requestId as in the answer's header {@code X-Request-Id} and in the audit
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        RefusalCode code,
        Optional<String> incident,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Refusal.Detail> findings,
        Optional<String> requestId) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(int status, RefusalCode code, String detail) {
        return new Problem(
                type(code), title(code), status, detail, code, Optional.empty(), List.of(), currentRequest());
    }

    public static Problem of(Refusal refusal) {
        RefusalCode code = refusal.code();
        return new Problem(
                type(code),
                title(code),
                status(code),
                refusal.reason(),
                code,
                Optional.empty(),
                refusal.details(),
                currentRequest());
    }

    /** Says nothing of what went wrong but where the log tells it. */
    static Problem bug(String incident) {
        return new Problem(
                type(RefusalCode.INTERNAL),
                title(RefusalCode.INTERNAL),
                500,
                "The server made a mistake; its log has more under incident " + incident,
                RefusalCode.INTERNAL,
                Optional.of(incident),
                List.of(),
                currentRequest());
    }

    private static Optional<String> currentRequest() {
        return RequestOrigin.current().map(RequestOrigin::id);
    }

    /** For answers that are written outside JAX-RS. */
    public String toJson() {
        try {
            return Json.mapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem could not be written as JSON", e);
        }
    }

    static int status(RefusalCode code) {
        return switch (code) {
            case BAD_ARGUMENT -> 400;
            case NOT_PERMITTED -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case LIMIT, LEAK -> 422;
            case RATE_LIMITED -> 429;
            case INTERNAL -> 500;
            case UPSTREAM -> 502;
            case UNAVAILABLE -> 503;
            case TIMEOUT -> 504;
        };
    }

    /** The code of an error that HTTP itself knows, such as a wrong method. */
    static RefusalCode code(int status) {
        return switch (status) {
            case 401, 403 -> RefusalCode.NOT_PERMITTED;
            case 404, 410 -> RefusalCode.NOT_FOUND;
            case 408, 504 -> RefusalCode.TIMEOUT;
            case 409, 412 -> RefusalCode.CONFLICT;
            case 413, 414, 422, 431 -> RefusalCode.LIMIT;
            case 429 -> RefusalCode.RATE_LIMITED;
            case 502 -> RefusalCode.UPSTREAM;
            case 503 -> RefusalCode.UNAVAILABLE;
            default -> status < 500 ? RefusalCode.BAD_ARGUMENT : RefusalCode.INTERNAL;
        };
    }

    private static String type(RefusalCode code) {
        return "urn:ekaya:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String title(RefusalCode code) {
        return switch (code) {
            case BAD_ARGUMENT -> "Bad argument";
            case NOT_PERMITTED -> "Not permitted";
            case NOT_FOUND -> "Not found";
            case CONFLICT -> "Conflict";
            case LIMIT -> "Over a limit";
            case LEAK -> "A secret would leak";
            case RATE_LIMITED -> "Too many requests";
            case INTERNAL -> "Internal error";
            case UPSTREAM -> "Another system failed";
            case UNAVAILABLE -> "Not available";
            case TIMEOUT -> "Timed out";
        };
    }
}
