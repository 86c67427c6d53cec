package ai.ekaya.identity;

import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.Refusals;
import ai.ekaya.limits.Refusal;
import ai.ekaya.web.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Sign-ins by the identity provider that come to nothing: shown to the person, and counted for the audit. Thread-safe. */
@Singleton
final class SsoFailures {
    private final Refusals refusals;

    @Inject
    SsoFailures(Refusals refusals) {
        this.refusals = refusals;
    }

    void show(SsoFailure failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        count(AuditEvent.Type.SIGN_IN_FAILED, failure.name(), request.getRemoteAddr());
        failure.show(response);
    }

    /** As an answer to programs: nobody begins so many sign-ins by hand. */
    void tooMany(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        count(AuditEvent.Type.RATE_LIMITED, refusal.code().name(), request.getRemoteAddr());
        long seconds = refusal.retryAfter().map(Duration::toSeconds).orElse(0L) + 1;
        Problem problem = Problem.of(refusal);
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(problem.toJson());
    }

    void count(AuditEvent.Type type, String code, String address) {
        refusals.count(new Refusals.Kind(
                type, RefusedRequests.NOBODY, Optional.empty(), "page:" + SsoLogin.PATH, code, address));
    }
}
