package ai.ekaya.marketplace;

import ai.ekaya.appdb.AppId;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.InstalledApps;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** People who want to go on using an app. Whether it is bought the marketplace says to this server, and no browser. Thread-safe. */
@Singleton
final class Purchases {
    private static final Logger LOG = Logger.getLogger(Purchases.class.getName());

    private final Link link;
    private final Consents consents;
    private final Reconciliation reconciliation;
    private final InstalledApps apps;
    private final Store store;
    private final AuditLog audit;

    @Inject
    Purchases(
            Link link,
            Consents consents,
            Reconciliation reconciliation,
            InstalledApps apps,
            Store store,
            AuditLog audit) {
        this.link = link;
        this.consents = consents;
        this.reconciliation = reconciliation;
        this.apps = apps;
        this.store = store;
        this.audit = audit;
    }

    /** @return where the browser is to be sent; empty when all is settled already */
    Optional<String> begin(Principal by, ProjectId project, String app) {
        Access.require(by, Action.GRANT_TO_APP, project);
        Marketplace marketplace = link.require();
        InstalledApp found = apps.require(project, app);
        if (found.trialEndsAt().isEmpty()) {
            // Bought or free; of what people wrote themselves the marketplace is to hear nothing.
            return Optional.empty();
        }
        String state = consents.begin(project, by.user(), found.id());
        Marketplace.Answer answer = marketplace.activate(project, found.packageId(), state);
        tell(by, project, found, answer.consentAt().isPresent() ? "consent asked for" : "settled");
        reconciliation.agree(project, answer.standing());
        return answer.consentAt();
    }

    /** @throws Refusal {@code CONFLICT} for a way back that this person has not begun, or not lately */
    InstalledApp end(Principal by, ProjectId project, String state) {
        Access.require(by, Action.GRANT_TO_APP, project);
        Marketplace marketplace = link.require();
        AppId app = consents.end(project, by.user(), state)
                .orElseThrow(
                        () -> new Refusal(
                                RefusalCode.CONFLICT,
                                "This way back from the marketplace was used, is over or is another person's; begin it anew on the app's page"));
        InstalledApp found = apps.find(project, app)
                .filter(one -> !one.state().isGone())
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_FOUND, "The app was uninstalled meanwhile"));
        tell(by, project, found, "came back");
        try {
            reconciliation.reconcile(marketplace, project);
        } catch (Refusal away) {
            // What was bought is learnt when it can be asked.
            LOG.log(Level.INFO, "The marketplace could not be asked after a purchase: {0}", away.reason());
            reconciliation.soon(project);
        }
        return found;
    }

    private void tell(Principal by, ProjectId project, InstalledApp app, String step) {
        store.transactIn(
                project.value(),
                transaction -> audit.append(
                        transaction,
                        new AuditEvent(
                                AuditEvent.Type.PURCHASE,
                                by.actor(),
                                Optional.of(project.value()),
                                "app:" + app.id(),
                                Map.of("app", app.slug(), "packageId", app.packageId(), "step", step))));
    }

    ReconcileRows.State state(ProjectId project) {
        link.require();
        return store.inProject(project.value(), transaction -> ReconcileRows.state(transaction, project));
    }
}
