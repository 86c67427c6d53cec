package ai.ekaya.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes a filter of runs, for tests: {@code new Filters().app("reports").build()}. */
final class Filters {
    private Optional<String> app = Optional.empty();
    private Optional<Outcome.Name> outcome = Optional.empty();
    private Optional<Run.State> state = Optional.empty();
    private Optional<Trigger.Kind> trigger = Optional.empty();
    private Optional<String> who = Optional.empty();
    private Optional<String> version = Optional.empty();
    private Optional<String> packageHash = Optional.empty();
    private Optional<Instant> from = Optional.empty();
    private Optional<Instant> to = Optional.empty();
    private Optional<Duration> atLeast = Optional.empty();

    Filters app(String slug) {
        app = Optional.of(slug);
        return this;
    }

    Filters outcome(Outcome.Name name) {
        outcome = Optional.of(name);
        return this;
    }

    Filters state(Run.State wanted) {
        state = Optional.of(wanted);
        return this;
    }

    Filters trigger(Trigger.Kind kind) {
        trigger = Optional.of(kind);
        return this;
    }

    Filters who(String name) {
        who = Optional.of(name);
        return this;
    }

    Filters version(String wanted) {
        version = Optional.of(wanted);
        return this;
    }

    Filters packageHash(String hash) {
        packageHash = Optional.of(hash);
        return this;
    }

    Filters from(Instant time) {
        from = Optional.of(time);
        return this;
    }

    Filters to(Instant time) {
        to = Optional.of(time);
        return this;
    }

    Filters atLeast(Duration time) {
        atLeast = Optional.of(time);
        return this;
    }

    RunFilter build() {
        return new RunFilter(app, outcome, state, trigger, who, version, packageHash, from, to, atLeast);
    }
}
