package ai.ekaya.web;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every exception of a resource ends here and becomes problem JSON; the top of a request, so it catches bugs too. */
@Provider
@Singleton
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @Override
    public Response toResponse(Throwable thrown) {
        Refusal refusal = causeOf(thrown, Refusal.class);
        if (refusal != null) {
            return ofRefusal(refusal);
        }
        Spoken spoken = causeOf(thrown, Spoken.class);
        if (spoken != null) {
            return ofSpoken(spoken);
        }
        WebApplicationException http = causeOf(thrown, WebApplicationException.class);
        // Of HTTP's own errors the server's are bugs as well.
        if (http != null && http.getResponse().getStatus() < 500) {
            return ofHttp(http);
        }
        String incident = UUID.randomUUID().toString();
        LOG.error("Incident {}", incident, thrown);
        return answer(Response.status(500), Problem.bug(incident));
    }

    private static Response ofRefusal(Refusal refusal) {
        Problem problem = Problem.of(refusal);
        Response.ResponseBuilder builder = Response.status(problem.status());
        boolean later = refusal.code() == RefusalCode.RATE_LIMITED && !refusal.isLasting();
        if (later || refusal.retryAfter().isPresent()) {
            long millis = refusal.retryAfter().orElse(RETRY_AFTER).toMillis();
            builder.header(HttpHeaders.RETRY_AFTER, Math.max(1, (millis + 999) / 1000));
        }
        return answer(builder, problem);
    }

    private static Response ofSpoken(Spoken spoken) {
        int status = spoken.status();
        Response.ResponseBuilder builder = Response.status(status);
        if (status == 401) {
            builder.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"ekaya\"");
        }
        return answer(builder, Problem.of(status, Problem.code(status), String.valueOf(spoken.getMessage())));
    }

    /** Keeps the status and the headers that belong to it, such as Allow and WWW-Authenticate. */
    private static Response ofHttp(WebApplicationException http) {
        Response given = http.getResponse();
        int status = given.getStatus();
        Response.ResponseBuilder builder = Response.status(status);
        for (String header :
                new String[] {HttpHeaders.ALLOW, HttpHeaders.WWW_AUTHENTICATE, HttpHeaders.RETRY_AFTER, "Location"}) {
            String value = given.getHeaderString(header);
            if (value != null) {
                builder.header(header, value);
            }
        }
        if (status < 400) {
            return builder.build();
        }
        return answer(builder, Problem.of(status, Problem.code(status), detail(status, given)));
    }

    private static String detail(int status, Response given) {
        return switch (status) {
            case 404 -> "There is nothing at this address";
            case 405 -> "This address does not take this method, it takes " + given.getHeaderString(HttpHeaders.ALLOW);
            case 406 -> "This address answers application/json";
            case 415 -> "The body's Content-Type is not one that this address takes; /openapi lists them";
            default -> "The request could not be read";
        };
    }

    private static Response answer(Response.ResponseBuilder builder, Problem problem) {
        return builder.type(Problem.MEDIA_TYPE).entity(problem).build();
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable thrown, Class<T> type) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
