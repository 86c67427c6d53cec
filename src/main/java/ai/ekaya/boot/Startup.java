package ai.ekaya.boot;

import ai.ekaya.store.DatabaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the server in order; whatever is missing is named in {@code /health/ready} and in the log, and it does not become ready. */
@ApplicationScoped
public class Startup {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    static final String NEEDS_DATABASE = "Set DATABASE_URL to a PostgreSQL 15 or newer that this server may own:"
            + " postgresql://user:password@host:5432/database (docs/install.md)";

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            StartState state,
            Instance<StartSequence> sequence) {
        List<String> missing = Preflight.missing();
        if (missing.isEmpty()) {
            missing = settings();
        }
        if (!missing.isEmpty()) {
            refuse(state, missing);
            return;
        }
        Preflight.warnings().forEach(LOG::warn);
        try {
            sequence.get().run();
        } catch (RuntimeException e) {
            // The top of the start: whatever a room could not do, the server says so and stays unready.
            LOG.error("The server could not start", e);
            refuse(state, List.of(rootMessage(e)));
            return;
        }
        state.ready();
        sequence.get().afterReady();
    }

    private static List<String> settings() {
        Optional<String> url = ServerSettings.read().databaseUrl();
        if (url.isEmpty()) {
            return List.of(NEEDS_DATABASE);
        }
        try {
            DatabaseUrl.parse(url.get());
            return ServerSettings.read()
                    .metricsToken()
                    .filter(token -> token.length() < MetricsServlet.TOKEN_LENGTH_MIN)
                    .map(token -> "EKAYA_METRICS_TOKEN is " + token.length() + " characters, at least "
                            + MetricsServlet.TOKEN_LENGTH_MIN + " are needed: openssl rand -hex 32")
                    .map(List::of)
                    .orElse(List.of());
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static void refuse(StartState state, List<String> missing) {
        missing.forEach(sentence -> LOG.error("Not ready: {}", sentence));
        state.missing(missing);
    }

    /** What the first exception said, and what was at the bottom of it. */
    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure ? message(failure) : message(failure) + " (" + message(root) + ")";
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
