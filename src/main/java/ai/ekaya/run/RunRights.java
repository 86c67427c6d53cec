package ai.ekaya.run;

import ai.ekaya.identity.Access;
import ai.ekaya.identity.Action;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
     * What runs unattended acts with its owner's roles of today; a request was checked as it came.
     *
     * @throws Refusal {@code NOT_PERMITTED} when they may no longer run apps in this project
     */
    Principal requireNow(Principal asker, ProjectId project) {
        Principal principal = asker.kind().unattended() ? ofToday(asker).as(asker.kind()) : asker;
        if (!mayRun(principal, project)) {
            throw new Refusal(RefusalCode.NOT_PERMITTED, notAnyMore(principal));
        }
        return principal;
    }

    /** Whom a run is for that is taken up again: with the rights of today, and none when they are gone. */
    Principal ofRetry(Run.Asker asker, ProjectId project) {
        Principal.Kind kind = Principal.Kind.valueOf(asker.kind().toUpperCase(Locale.ROOT));
        UserId user = new UserId(UUID.fromString(asker.id()));
        if (kind.unattended()) {
            return new Principal(kind, user, asker.name(), false, Map.of());
        }
        Map<ProjectId, Role> roles = store.acrossProjects(transaction -> today.apply(transaction, user))
                .flatMap(principal -> Access.roleOf(principal, project))
                .map(role -> Map.of(project, kind == Principal.Kind.TOKEN ? noMoreThanOperator(role) : role))
                .orElse(Map.of());
        return new Principal(kind, user, asker.name(), false, roles);
    }

    /** How much its token was narrowed is not kept; running apps takes this. */
    private static Role noMoreThanOperator(Role role) {
        return Role.OPERATOR.includes(role) ? role : Role.OPERATOR;
    }

    private Principal ofToday(Principal asker) {
        return store.acrossProjects(transaction -> today.apply(transaction, asker.user()))
                .orElseThrow(() -> new Refusal(RefusalCode.NOT_PERMITTED, GONE));
    }

    /**
     * Why nothing may run in this user's name today; empty when it may.
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
