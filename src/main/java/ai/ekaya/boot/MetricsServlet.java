package ai.ekaya.boot;

import ai.ekaya.egress.EgressMeters;
import ai.ekaya.llm.ModelCalls;
import ai.ekaya.run.Guests;
import ai.ekaya.run.RunMeters;
import ai.ekaya.run.Runs;
import ai.ekaya.run.WarmUp;
import ai.ekaya.usage.Rates;
import ai.ekaya.web.Answer;
import ai.ekaya.web.MetricsText;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}: figures of this server for a monitoring system that knows {@code EKAYA_METRICS_TOKEN}. Without such a token in
 * the server's environment there is nothing at this address.
 */
@WebServlet("/metrics")
public class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    static final int TOKEN_LENGTH_MIN = 32;
    private static final List<String> READING = List.of("GET", "HEAD");
    private static final String BEARER = "Bearer ";

    // Asked for late: the rooms open only where the start had what it needs.
    private final transient Instance<Rooms> rooms;

    /** What the figures come from. */
    @Singleton
    record Rooms(
            ServerSettings settings,
            Runs runs,
            RunMeters meters,
            Guests guests,
            WarmUp warmUp,
            EgressMeters egress,
            ModelCalls models,
            Rates rates) {
        @Inject
        Rooms {}
    }

    @Inject
    public MetricsServlet(Instance<Rooms> rooms) {
        this.rooms = rooms;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (READING.contains(request.getMethod())) {
            read(request, response);
        } else {
            response.setHeader("Allow", String.join(", ", READING));
            Answer.problem(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    private void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Rooms from = rooms.get();
        int status = status(from.settings().metricsToken(), request.getHeader("Authorization"));
        if (status != HttpServletResponse.SC_OK) {
            if (status == HttpServletResponse.SC_UNAUTHORIZED) {
                response.setHeader("WWW-Authenticate", "Bearer");
            }
            Answer.problem(response, status);
            return;
        }
        response.setContentType(MetricsText.MEDIA_TYPE);
        response.getOutputStream().write(text(from).getBytes(StandardCharsets.UTF_8));
    }

    /** @return 200, 401 without the right token, 404 where no token was set */
    static int status(Optional<String> token, @Nullable String authorization) {
        if (token.isEmpty()) {
            return HttpServletResponse.SC_NOT_FOUND;
        }
        byte[] expected = (BEARER + token.get()).getBytes(StandardCharsets.UTF_8);
        byte[] given = authorization == null ? new byte[0] : authorization.getBytes(StandardCharsets.UTF_8);
        // SECURITY: takes the same time for every wrong token of the same length.
        return MessageDigest.isEqual(expected, given) ? HttpServletResponse.SC_OK : HttpServletResponse.SC_UNAUTHORIZED;
    }

    private static String text(Rooms from) {
        MetricsText text = new MetricsText();
        from.meters().writeTo(text);
        from.egress().writeTo(text);
        from.models().writeTo(text);
        from.rates().writeTo(text);
        WarmUp.State warmUp = from.warmUp().state();
        text.gauge(
                        "ekaya_runs_running",
                        "Guests that run now, previews included",
                        from.runs().running())
                .gauge(
                        "ekaya_runs_waiting",
                        "Runs that wait for their turn",
                        from.runs().waiting())
                .gauge(
                        "ekaya_guests_cached",
                        "Apps whose prepared code is in memory",
                        from.guests().count())
                .gauge("ekaya_warm_up_done", "1 once the warm-up after the start is over", warmUp.done() ? 1 : 0)
                .gauge("ekaya_warm_up_cpu_seconds", "What it used of a processor", warmUp.cpuMillis() / 1_000.0);
        JvmMeters.writeTo(text);
        return text.toString();
    }
}
