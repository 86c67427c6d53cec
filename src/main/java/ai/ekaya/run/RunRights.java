package ai.ekaya.run;

import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import java.util.Optional;
import java.util.function.BiFunction;

/** In whose name a run runs, and whether they still may. Thread-safe. */
final class RunRights {
    private static final String GONE =
            "The user in whose name it runs is gone or disabled, or was a service token that was revoked or has expired";

    private final Store store;
    private final BiFunction<Transaction, UserId, Optional<Principal>> today;

    /** @param today what a user may today; empty for one who is gone or disabled. Its transaction is across projects */
    RunRights(Store store, BiFunction<Transaction, UserId, Optional<Principal>> today) {
        this.store = store;
        this.today = today;
    }

    /**
     * A schedule acts with its owner's roles of today; a request was checked as it came.
     *
     * @throws Refusal {@code NOT_PERMITTED} when they may no longer run apps in this project
     */
    Principal requireNow(Principal asker, ProjectId project) {
        Principal principal = asker.kind() == Principal.Kind.SCHEDULE ? ofToday(asker) : asker;
        if (!mayRun(principal, project)) {
            throw new Refusal(RefusalCode.NOT_PERMITTED, notAnyMore(principal));
        }
        return principal;
    }

    private Principal ofToday(Principal asker) {
        return store.acrossProjects(transaction -> today.apply(transaction, asker.user()))
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_PERMITTED, GONE));
    }

    /**
     * Why a schedule may not run in this user's name today; empty when it may.
     *
     * @param transaction across projects
     */
    Optional<String> barred(Transaction transaction, UserId owner, ProjectId project) {
        Optional<Principal> principal = today.apply(transaction, owner);
        if (principal.isEmpty()) {
            return Optional.of(GONE);
        }
        return principal.filter(known -> !mayRun(known, project)).map(RunRights::notAnyMore);
    }

    private static boolean mayRun(Principal principal, ProjectId project) {
        return Access.may(principal, Action.RUN_APP, project);
    }

    private static String notAnyMore(Principal principal) {
        return principal.name() + ", in whose name it runs, may no longer run apps in this project";
    }
}
