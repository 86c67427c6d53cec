package ai.ekaya.run;

import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.appdb.AppId;
import ai.ekaya.appdb.EndedAttempt;
import ai.ekaya.appdb.WriteMark;
import ai.ekaya.host.Effect;
import ai.ekaya.host.Effects;
import ai.ekaya.host.RunId;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What attempts changed, once they can change nothing more: from the app's schema and from our own table. Thread-safe. */
@Singleton
public final class AttemptEffects {
    private final AppDatabases databases;
    private final Effects effects;

    @Inject
    public AttemptEffects(AppDatabases databases, Effects effects) {
        this.databases = databases;
        this.effects = effects;
    }

    /** One attempt of one app. */
    record Asked(RunId run, int attempt) {
        private WriteMark.Attempt plain() {
            return new WriteMark.Attempt(run.value(), attempt);
        }
    }

    /** By run, the marks in the app's schema. A run whose change is open just now is not among them, and could not be ended. */
    Map<RunId, List<WriteMark>> end(AppId app, List<Asked> attempts) {
        return databases.endAttempts(app, attempts.stream().map(Asked::plain).toList()).stream()
                .filter(ended -> ended.marks().isPresent())
                .collect(Collectors.toMap(
                        ended -> new RunId(ended.attempt().run()),
                        ended -> ended.marks().orElseThrow()));
    }

    /** As {@link #end} of one; empty when it could not be ended. */
    Optional<List<WriteMark>> end(AppId app, Asked attempt) {
        return databases.endAttempts(app, List.of(attempt.plain())).stream()
                .findFirst()
                .flatMap(EndedAttempt::marks);
    }

    /** All that an attempt changed, in the order of its calls. */
    List<Effect> all(Transaction transaction, UUID project, Asked attempt, List<WriteMark> marks) {
        return Stream.concat(
                        marks.stream().map(mark -> effects.read(project, mark)),
                        effects.of(transaction, attempt.run(), attempt.attempt()).stream())
                .sorted(Comparator.comparingInt(Effect::call))
                .toList();
    }

    /** With the run's record, as the app's schema forgets them. */
    void keep(Transaction transaction, Run run, List<Effect> known) {
        effects.keep(transaction, run.project().value(), run.id(), run.attempt(), known);
    }

    /** What the run's record tells of its last attempt. */
    List<Effect> kept(Transaction transaction, Run run) {
        return effects.of(transaction, run.id(), run.attempt());
    }
}
