package ai.ekaya.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing that happened. Where the request came from, and which it was, is added when it is appended.
 *
 * @param project empty for what belongs to no project
 * @param subject what it happened to, as {@code app:<id>}
 * @param details small facts, never a secret
 * @param via the app and run on whose behalf it was done
 * @param changes what was before and is now, never a secret
 * @param tally for refusals, of which those of one kind are one event
 */
public record AuditEvent(
        Type type,
        Actor actor,
        Optional<UUID> project,
        String subject,
        Map<String, String> details,
        Outcome outcome,
        Optional<Via> via,
        Changes changes,
        Optional<Tally> tally) {

    /** How it ended. */
    public enum Outcome {
        DONE,
        /** The platform did not let it be done. */
        REFUSED,
        /** It was begun and did not succeed. */
        FAILED
    }

    /** How much it is worth looking at. */
    public enum Severity {
        /** What people do all day. */
        INFO,
        /** Who may do what has changed, or what runs. */
        NOTICE,
        /** Somebody or something tried what it may not. */
        WARNING
    }

    /** Closed: an event that is not in this list is not written. */
    public enum Type {
        SIGNED_IN(Severity.INFO),
        SIGN_IN_FAILED(Severity.WARNING, Outcome.REFUSED),
        SIGNED_OUT(Severity.INFO),
        TOKEN_MADE(Severity.NOTICE),
        TOKEN_REVOKED(Severity.NOTICE),
        TOKEN_REFUSED(Severity.WARNING, Outcome.REFUSED),
        PROJECT_MADE(Severity.NOTICE),
        PROJECT_CHANGED(Severity.NOTICE),
        PROJECT_REMOVED(Severity.NOTICE),
        MEMBER_CHANGED(Severity.NOTICE),
        GROUP_ROLE_CHANGED(Severity.NOTICE),
        DATASOURCE_MADE(Severity.NOTICE),
        DATASOURCE_CHANGED(Severity.NOTICE),
        DATASOURCE_REMOVED(Severity.NOTICE),
        /** Made, changed or deleted; never its value, nor whether another one came. */
        SECRET_CHANGED(Severity.NOTICE),
        SCHEMA_REFRESHED(Severity.INFO),
        DATASOURCE_CLASSIFIED(Severity.INFO),
        COLUMN_DECIDED(Severity.NOTICE),
        QUERY_SUGGESTED(Severity.INFO),
        QUERY_DESCRIBED(Severity.INFO),
        QUERY_APPROVED(Severity.NOTICE),
        QUERY_REJECTED(Severity.NOTICE),
        QUERY_DISABLED(Severity.NOTICE),
        QUERY_REMOVED(Severity.NOTICE),
        QUERY_WROTE(Severity.NOTICE),
        /** A statement of an app was refused. */
        QUERY_BLOCKED(Severity.WARNING, Outcome.REFUSED),
        APP_INSTALLED(Severity.NOTICE),
        APP_UPDATED(Severity.NOTICE),
        APP_ROLLED_BACK(Severity.NOTICE),
        /** It asks for more than stands, and waits for an admin. */
        APP_UPDATE_HELD(Severity.NOTICE),
        APP_UPDATE_DROPPED(Severity.NOTICE),
        APP_TRIED(Severity.NOTICE),
        TRIAL_BEGAN(Severity.NOTICE),
        /** The app is turned off. */
        TRIAL_ENDED(Severity.NOTICE),
        /** Somebody went to the marketplace for it, or came back; whether it is bought stands in what follows. */
        PURCHASE(Severity.NOTICE),
        /** A marketplace says that it is bought, or until when it may be used. */
        TRIAL_CHANGED(Severity.NOTICE),
        /** A server ended in the middle of an installation, update or rollback. */
        APP_CHANGE_UNDONE(Severity.WARNING, Outcome.FAILED),
        /** It cannot run until somebody sees to it. */
        APP_FAILED(Severity.WARNING, Outcome.FAILED),
        APP_CHANGED(Severity.NOTICE),
        GRANTS_CHANGED(Severity.NOTICE),
        SCHEDULE_CHANGED(Severity.NOTICE),
        /** Who it ran for may no longer. */
        SCHEDULE_PAUSED(Severity.NOTICE),
        /** Switched on or off. */
        TRIGGER_CHANGED(Severity.NOTICE),
        /** Who its runs acted for may no longer. */
        TRIGGER_PAUSED(Severity.NOTICE),
        /** Made, given another secret or removed; never the secret. */
        WEBHOOK_CHANGED(Severity.NOTICE),
        /** A delivery whose signature does not fit, or to none that there is. */
        WEBHOOK_REFUSED(Severity.WARNING, Outcome.REFUSED),
        /** Where people are told: made, changed, deleted or stopped; never its address or secret. */
        CHANNEL_CHANGED(Severity.NOTICE),
        /** What an app said to a language model and what that answered, which may hold rows. */
        MODEL_CONVERSATION_READ(Severity.NOTICE),
        /** Which language model a project's apps ask; never a key. */
        MODEL_CHANGED(Severity.NOTICE),
        /** What people were to be told by a channel, and were not. */
        NOTICE_GIVEN_UP(Severity.WARNING, Outcome.FAILED),
        APP_ENABLED(Severity.NOTICE),
        APP_DISABLED(Severity.NOTICE),
        APP_UNINSTALLED(Severity.NOTICE),
        APP_INSTALL_REFUSED(Severity.WARNING, Outcome.REFUSED),
        /** With when it was asked for and when it began; there is one for each run. */
        RUN_ENDED(Severity.INFO),
        RUN_CANCELLED(Severity.INFO),
        RUN_REPLAYED(Severity.INFO),
        /** By a person's program or over REST; what a run calls stands in its list of calls. */
        TOOL_CALLED(Severity.INFO),
        HOST_CALL_REFUSED(Severity.WARNING, Outcome.REFUSED),
        LEAK_BLOCKED(Severity.WARNING, Outcome.REFUSED),
        LEAK_REDACTED(Severity.WARNING, Outcome.REFUSED),
        USER_MADE(Severity.NOTICE),
        USER_CHANGED(Severity.NOTICE),
        PASSWORD_CHANGED(Severity.NOTICE),
        ACCESS_REFUSED(Severity.WARNING, Outcome.REFUSED),
        RATE_LIMITED(Severity.WARNING, Outcome.REFUSED),
        BUDGET_CHANGED(Severity.NOTICE),
        RATE_CHANGED(Severity.NOTICE),
        /** The key that signs the audit: there is another from here on. */
        AUDIT_KEY_MADE(Severity.NOTICE),
        MASTER_KEY_ROTATED(Severity.NOTICE),
        /** What apps of a trust level may ask for at most. */
        TRUST_CHANGED(Severity.NOTICE),
        /** A whole catalog in one file. */
        CATALOG_UPLOADED(Severity.NOTICE),
        /** A catalog stops packages from now on. */
        PACKAGE_REVOKED(Severity.WARNING),
        /** In a project's own catalog. */
        PACKAGE_PUBLISHED(Severity.NOTICE),
        PACKAGE_WITHDRAWN(Severity.NOTICE),
        /** Handed to the platform's reviewers, and what became of it there. */
        PACKAGE_SUBMITTED(Severity.NOTICE),
        PACKAGE_REVIEWED(Severity.NOTICE),
        PACKAGE_REJECTED(Severity.NOTICE),
        /** For all projects of this server. */
        PACKAGE_RELEASED(Severity.NOTICE),
        AUDIT_EXPORTED(Severity.NOTICE),
        AUDIT_CUT(Severity.NOTICE);

        private final Severity severity;
        private final Outcome usual;

        Type(Severity severity) {
            this(severity, Outcome.DONE);
        }

        Type(Severity severity, Outcome usual) {
            this.severity = severity;
            this.usual = usual;
        }
    }

    /** The app, by its slug, and its run, in which an actor's rights were used. */
    public record Via(String app, String run) {}

    /** How often the same was refused, from when to when. */
    public record Tally(long count, Instant first, Instant last) {}

    public AuditEvent {
        details = Map.copyOf(details);
    }

    /** Ended as events of this type do, done by the actor itself. */
    public AuditEvent(Type type, Actor actor, Optional<UUID> project, String subject, Map<String, String> details) {
        this(type, actor, project, subject, details, type.usual, Optional.empty(), Changes.NONE, Optional.empty());
    }

    public AuditEvent ended(Outcome how) {
        return new AuditEvent(type, actor, project, subject, details, how, via, changes, tally);
    }

    public AuditEvent through(String app, String run) {
        return new AuditEvent(
                type, actor, project, subject, details, outcome, Optional.of(new Via(app, run)), changes, tally);
    }

    public AuditEvent changing(Changes what) {
        return new AuditEvent(type, actor, project, subject, details, outcome, via, what, tally);
    }

    public AuditEvent times(Tally often) {
        return new AuditEvent(type, actor, project, subject, details, outcome, via, changes, Optional.of(often));
    }

    /** Of the type; what failed of the everyday is worth a notice. */
    public Severity severity() {
        return outcome != Outcome.DONE && type.severity == Severity.INFO ? Severity.NOTICE : type.severity;
    }
}
