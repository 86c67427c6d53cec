package ai.ekaya.leak;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.secrets.Secrets;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What finds the secrets of each project, made anew when one of them has changed. No value is held: a detector has fingerprints. The
 * least recently used go. Thread-safe.
 */
@Singleton
public final class KnownSecrets {
    private final Secrets secrets;
    private final List<KnownValue> operators;
    private final Detector ofOperators;
    private final long fingerprintsMax;
    private final Map<ProjectId, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private long fingerprints;

    private record Known(String version, Detector detector) {}

    /** Where the operator has no values of its own. */
    public KnownSecrets(Secrets secrets, Limits limits) {
        this(secrets, OperatorValues.NONE, limits);
    }

    @Inject
    public KnownSecrets(Secrets secrets, OperatorValues operators, Limits limits) {
        this.secrets = secrets;
        this.operators = operators.values();
        this.ofOperators = Detector.of(this.operators);
        this.fingerprintsMax = limits.of(Limit.LEAK_FINGERPRINTS_CACHED_COUNT);
    }

    /**
     * The version of all secrets of a project, for a statement that is sent anyway: so a changed secret counts at the next run on every
     * server.
     *
     * @param project the column that has the project's id
     */
    public static String versionSql(String project) {
        return Secrets.versionSql(project);
    }

    /** @param version as {@link #versionSql} gave it; a project without secrets costs no look into the database */
    public Detector of(ProjectId project, String version) {
        if (version.isEmpty()) {
            return ofOperators;
        }
        synchronized (known) {
            Known found = known.get(project);
            if (found != null && found.version().equals(version)) {
                return found.detector();
            }
        }
        return load(project);
    }

    /** As they are now, for what begins with no statement of its own. */
    public Detector now(ProjectId project) {
        return of(project, secrets.version(project));
    }

    private Detector load(ProjectId project) {
        // Outside the lock: it opens each value. Two runs that both do are equal, and one of them stays.
        Secrets.All all = secrets.openAll(project);
        List<KnownValue> values = new ArrayList<>(operators);
        all.values().forEach((name, value) -> values.add(new KnownValue(name, value.value())));
        Detector detector = Detector.of(values);
        keep(project, new Known(all.version(), detector));
        return detector;
    }

    private void keep(ProjectId project, Known made) {
        synchronized (known) {
            forget(known.put(project, made));
            fingerprints += made.detector().fingerprints();
            var oldest = known.entrySet().iterator();
            while (fingerprints > fingerprintsMax && known.size() > 1 && oldest.hasNext()) {
                forget(oldest.next().getValue());
                oldest.remove();
            }
        }
    }

    private void forget(@org.jspecify.annotations.Nullable Known before) {
        fingerprints -= before == null ? 0 : before.detector().fingerprints();
    }
}
