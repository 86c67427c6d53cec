package ai.ekaya.trigger;

import ai.ekaya.appdb.AppId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.pack.Manifest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing that wakes one app.
 *
 * @param name of a webhook what people call it, else the kind
 * @param asked whether the package that the app is made of now wants it
 * @param owner whose rights its runs have
 * @param paused why it stands still although it is on
 * @param refused the last delivery that was not taken
 */
record AppTrigger(
        UUID id,
        ProjectId project,
        AppId app,
        Manifest.Trigger kind,
        String name,
        boolean asked,
        boolean enabled,
        UserId owner,
        Optional<String> paused,
        Optional<Refused> refused) {

    record Refused(Instant at, String why) {}

    enum State {
        ON,
        OFF,
        /** On, but who owns it may no longer run apps. */
        PAUSED,
        /** The package of now does not want it. */
        NOT_ASKED
    }

    State state() {
        if (!asked) {
            return State.NOT_ASKED;
        }
        if (!enabled) {
            return State.OFF;
        }
        return paused.isPresent() ? State.PAUSED : State.ON;
    }

    /** Why it wakes nobody now; empty when it does. */
    Optional<String> stop(InstalledApp woken) {
        if (!woken.mayRun()) {
            return Optional.of("App '" + woken.slug() + "' " + woken.standing());
        }
        return switch (state()) {
            case ON -> Optional.empty();
            case OFF -> Optional.of("Trigger '" + name + "' is switched off");
            case PAUSED -> paused;
            case NOT_ASKED ->
                Optional.of("Version " + woken.version() + " of the package does not ask for trigger '" + kind.text()
                        + "'");
        };
    }
}
