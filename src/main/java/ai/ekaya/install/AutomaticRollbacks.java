package ai.ekaya.install;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.notify.NewNotification;
import ai.ekaya.notify.Notifications;
import ai.ekaya.notify.Severity;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes an app back to the version before, by itself, and tells people; also when it cannot. Thread-safe. */
@Singleton
public final class AutomaticRollbacks {
    private static final Logger LOG = Logger.getLogger(AutomaticRollbacks.class.getName());

    private final Store store;
    private final Rollbacks rollbacks;
    private final Notifications notifications;

    @Inject
    public AutomaticRollbacks(Store store, Rollbacks rollbacks, Notifications notifications) {
        this.store = store;
        this.rollbacks = rollbacks;
        this.notifications = notifications;
    }

    /**
     * Does nothing when the app is another package by now.
     *
     * @param failing the package whose first runs failed
     * @param failures how many of them
     */
    public void rollback(ProjectId project, String app, String failing, int failures) {
        String why = "The first " + failures + " runs of its new version failed";
        try {
            rollbacks
                    .automatic(project, app, failing)
                    .ifPresent(back -> tell(
                            project,
                            back.slug(),
                            back.slug() + " went back to version " + back.version(),
                            why + ", so it is version " + back.version()
                                    + " again; look at those runs before you update it once more"));
        } catch (Refusal refusal) {
            tell(project, app, app + " could not go back to the version before", why + ", and: " + refusal.reason());
        } catch (RuntimeException e) {
            // The top of a thread; the next run that fails tries again.
            LOG.log(Level.WARNING, "App " + app + " could not be rolled back", e);
        }
    }

    private void tell(ProjectId project, String app, String title, String body) {
        store.transactIn(
                project.value(),
                transaction -> notifications.tell(
                        transaction,
                        new NewNotification(
                                project, Severity.WARNING, title, body, app, Optional.empty(), "rollback:" + app)));
    }
}
