package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import java.util.Locale;
import java.util.UUID;

/**
 * A change of an app that takes several steps and is under way.
 *
 * @param id of this change; who holds another one may not end it
 * @param again whether a removed app is installed again on the data that was kept
 */
record AppOperation(UUID id, ProjectId project, AppId app, Kind kind, boolean again) {
    enum Kind {
        INSTALL("installed"),
        UPDATE("updated"),
        ROLLBACK("rolled back");

        private final String participle;

        Kind(String participle) {
            this.participle = participle;
        }

        /** As in: the app is being … */
        String participle() {
            return participle;
        }
    }

    /** What was done last. */
    enum Step {
        BEGUN,
        CODE_PREPARED,
        /** The package's own tests passed; not before a rollback. */
        TESTED,
        /** No run of the app goes on, and none begins. */
        RUNS_HELD,
        TABLES_MADE;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
