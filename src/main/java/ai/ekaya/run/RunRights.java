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
     * With the rights of today, whoever asked: between a request and its run's turn, and while it runs, rights may go. A token's run has no
     * more than the token had.
     *
     * @throws Refusal {@code NOT_PERMITTED} when they may no longer run apps in this project
     */
    // SECURITY: guarded by ToolRunsIT and RunsIT.
    Principal requireNow(Principal asker, ProjectId project) {
        Principal today = ofToday(asker).as(asker.kind());
        Principal principal = asker.kind() == Principal.Kind.TOKEN ? narrowed(today, asker, project) : today;
        if (!mayRun(principal, project)) {
            throw new Refusal(RefusalCode.NOT_PERMITTED, notAnyMore(principal));
        }
        return principal;
    }

    private static Principal narrowed(Principal today, Principal token, ProjectId project) {
        Map<ProjectId, Role> roles = Access.roleOf(today, project)
                .flatMap(role -> Access.roleOf(token, project).map(most -> role.includes(most) ? most : role))
                .map(role -> Map.of(project, role))
                .orElse(Map.of());
        return new Principal(token.kind(), token.user(), token.name(), false, roles);
    }

    /** Whom a run is for that is taken up again; what they may is asked when it begins. */
    Principal ofRetry(Run.Asker asker, ProjectId project) {
        Principal.Kind kind = Principal.Kind.valueOf(asker.kind().toUpperCase(Locale.ROOT));
        // How much its token was narrowed is not kept; running apps takes this.
        Map<ProjectId, Role> roles = kind == Principal.Kind.TOKEN ? Map.of(project, Role.OPERATOR) : Map.of();
        return new Principal(kind, new UserId(UUID.fromString(asker.id())), asker.name(), false, roles);
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
