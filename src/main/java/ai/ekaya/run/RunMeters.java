package ai.ekaya.run;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.web.MetricsText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the runs of this server used since its start, by app. The first apps to run have series of their own, so many as
 * {@link Limit#RUN_METERED_APPS_COUNT} says; the rest share one, {@code other}. Of what apps say of themselves only the slug is in
 * it. Thread-safe.
 */
@Singleton
public final class RunMeters {
    private static final App OTHER = new App("other", "other");
    private static final double MIB = 1 << 20;

    /** One distribution of each app. */
    private enum Figure {
        WALL_SECONDS(
                "Time from the guest's start to its end", run -> run.usage().wallMillis() / 1_000.0, seconds()),
        QUEUE_SECONDS("Time that a run waited for its turn", run -> run.queueMillis() / 1_000.0, seconds()),
        HOST_SECONDS(
                "Time inside host functions, part of the wall time",
                run -> run.usage().hostMillis() / 1_000.0,
                seconds()),
        HOST_CALLS("Host calls of a run", run -> run.usage().hostCalls(), 0.0, 1.0, 10.0, 100.0, 1e3, 1e4),
        FUEL("Fuel that a run used", run -> run.usage().fuel(), 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12),
        MEMORY_BYTES(
                "The most memory that a run's guest held",
                run -> run.usage().memoryBytesMax(),
                2 * MIB,
                4 * MIB,
                8 * MIB,
                16 * MIB,
                32 * MIB,
                64 * MIB,
                128 * MIB,
                256 * MIB);

        private final String help;
        private final ToDoubleFunction<Ended> value;

        @SuppressWarnings("ImmutableEnumChecker") // List.of
        private final List<Double> bounds;

        Figure(String help, ToDoubleFunction<Ended> value, Double... bounds) {
            this.help = help;
            this.value = value;
            this.bounds = List.of(bounds);
        }

        private static Double[] seconds() {
            return new Double[] {0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0};
        }

        String metric() {
            return "ekaya_run_" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private record App(String project, String slug) {
        Map<String, String> labels() {
            return Map.of("project", project, "app", slug);
        }
    }

    private record Ended(Run.Usage usage, long queueMillis) {}

    /** The meters of one app. */
    private static final class Meters {
        private final Map<Outcome.Name, Long> outcomes = new EnumMap<>(Outcome.Name.class);
        private final Map<Figure, Histogram> figures = new EnumMap<>(Figure.class);
    }

    private final int appsMax;
    private final Map<App, Meters> apps = new LinkedHashMap<>();

    @Inject
    public RunMeters(Limits limits) {
        this.appsMax = limits.intOf(Limit.RUN_METERED_APPS_COUNT);
    }

    /** @param run as it was before its end was stored */
    synchronized void count(Run run, Finished finished) {
        App app = new App(run.project().toString(), run.appSlug());
        boolean own = apps.containsKey(app) || apps.size() < appsMax;
        Meters meters = apps.computeIfAbsent(own ? app : OTHER, unknown -> new Meters());
        meters.outcomes.merge(finished.outcome().name(), 1L, Long::sum);
        if (finished.limits().isEmpty()) {
            // No guest ran: zeros would say that it was frugal.
            return;
        }
        long queueMillis = run.queued().map(java.time.Duration::toMillis).orElse(0L);
        Ended ended = new Ended(finished.usage(), queueMillis);
        for (Figure figure : Figure.values()) {
            meters.figures
                    .computeIfAbsent(figure, unknown -> new Histogram(figure.bounds))
                    .add(figure.value.applyAsDouble(ended));
        }
    }

    public synchronized void writeTo(MetricsText text) {
        text.family("ekaya_runs_total", MetricsText.Kind.COUNTER, "Runs that ended on this server, by outcome");
        apps.forEach((app, meters) -> meters.outcomes.forEach((outcome, count) -> text.sample(
                "ekaya_runs_total",
                Map.of("project", app.project(), "app", app.slug(), "outcome", outcome.name()),
                count)));
        for (Figure figure : Figure.values()) {
            text.family(figure.metric(), MetricsText.Kind.HISTOGRAM, figure.help);
            apps.forEach((app, meters) -> {
                if (meters.figures.containsKey(figure)) {
                    meters.figures.get(figure).writeTo(text, figure.metric(), app.labels());
                }
            });
        }
    }
}
