package ai.ekaya.audit;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing that happened.
 *
 * @param project empty for what belongs to no project
 * @param subject what it happened to, as {@code app:<id>}
 * @param details small facts, never a secret
 */
public record AuditEvent(Type type, Actor actor, Optional<UUID> project, String subject, Map<String, String> details) {
    /** Closed: an event that is not in this list is not written. */
    public enum Type {
        SIGNED_IN,
        SIGN_IN_FAILED,
        SIGNED_OUT,
        TOKEN_MADE,
        TOKEN_REVOKED,
        PROJECT_MADE,
        PROJECT_CHANGED,
        PROJECT_REMOVED,
        MEMBER_CHANGED,
        GROUP_ROLE_CHANGED,
        DATASOURCE_MADE,
        DATASOURCE_CHANGED,
        DATASOURCE_REMOVED,
        SCHEMA_REFRESHED,
        DATASOURCE_CLASSIFIED,
        COLUMN_DECIDED,
        QUERY_SUGGESTED,
        QUERY_DESCRIBED,
        QUERY_APPROVED,
        QUERY_REJECTED,
        QUERY_DISABLED,
        QUERY_REMOVED,
        QUERY_WROTE,
        APP_INSTALLED,
        APP_CHANGED,
        APP_ENABLED,
        APP_DISABLED,
        APP_UNINSTALLED,
        APP_INSTALL_REFUSED,
        RUN_CANCELLED,
        USER_MADE,
        USER_CHANGED,
        PASSWORD_CHANGED
    }
}
