package ai.ekaya.run;

import ai.ekaya.install.AutomaticRollbacks;
import ai.ekaya.install.BarredSchedules;
import ai.ekaya.install.FailedApps;
import ai.ekaya.notify.Notifications;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What it takes to find out what became of a run, and to tell people. */
@Singleton
public final class Recovery {
    private final AttemptEffects effects;
    private final Notifications notifications;
    private final BarredSchedules schedules;
    private final AutomaticRollbacks rollbacks;
    private final FailedApps failed;

    @Inject
    public Recovery(
            AttemptEffects effects,
            Notifications notifications,
            BarredSchedules schedules,
            AutomaticRollbacks rollbacks,
            FailedApps failed) {
        this.effects = effects;
        this.notifications = notifications;
        this.schedules = schedules;
        this.rollbacks = rollbacks;
        this.failed = failed;
    }

    AttemptEffects effects() {
        return effects;
    }

    Notifications notifications() {
        return notifications;
    }

    BarredSchedules schedules() {
        return schedules;
    }

    AutomaticRollbacks rollbacks() {
        return rollbacks;
    }

    FailedApps failed() {
        return failed;
    }
}
