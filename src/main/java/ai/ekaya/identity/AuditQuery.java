package ai.ekaya.identity;

import ai.ekaya.audit.AuditEntry;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditFilter;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Cursor;
import ai.ekaya.web.Page;
import ai.ekaya.web.PageQuery;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which events of the audit are asked for, as query parameters of both addresses that list them. */
public final class AuditQuery {
    @QueryParam("after")
    private @Nullable String after;

    @QueryParam("limit")
    private @Nullable Integer limit;

    @Parameter(description = "Types with commas between, as APP_INSTALLED,APP_UPDATED")
    @QueryParam("type")
    private @Nullable String type;

    @Parameter(description = "An actor's id or name")
    @QueryParam("actor")
    private @Nullable String actor;

    @Parameter(description = "The beginning of a subject, as app: or run:<id>")
    @QueryParam("subject")
    private @Nullable String subject;

    @Parameter(description = "DONE, REFUSED or FAILED")
    @QueryParam("outcome")
    private @Nullable String outcome;

    @Parameter(description = "INFO, NOTICE or WARNING")
    @QueryParam("severity")
    private @Nullable String severity;

    @Parameter(description = "Events from this time on, in ISO 8601")
    @QueryParam("from")
    private @Nullable String from;

    @Parameter(description = "Events before this time, in ISO 8601")
    @QueryParam("to")
    private @Nullable String to;

    @Parameter(description = "Anywhere in subject, actor, details and changes")
    @QueryParam("text")
    private @Nullable String text;

    /** @throws Refusal {@code BAD_ARGUMENT} naming the parameter */
    AuditFilter filter(Limits limits, PageQuery page) {
        return new AuditFilter(
                page.cursor(1).map(AuditQuery::id).orElse(Long.MAX_VALUE),
                given(type).map(AuditQuery::types).orElse(List.of()),
                given(actor),
                given(subject),
                given(outcome).map(name -> one(AuditEvent.Outcome.class, "outcome", name)),
                given(severity).map(name -> one(AuditEvent.Severity.class, "severity", name)),
                given(from).map(time -> instant("from", time)),
                given(to).map(time -> instant("to", time)),
                given(text),
                limits.of(Limit.AUDIT_SEARCH_MILLIS));
    }

    PageQuery page(Limits limits) {
        return PageQuery.of(limits, after, limit);
    }

    static Page<AuditEntry> page(List<AuditEntry> found, PageQuery page) {
        return Page.of(found, page, entry -> Cursor.at(Long.toString(entry.id())));
    }

    private static Optional<String> given(@Nullable String parameter) {
        return Optional.ofNullable(parameter).filter(value -> !value.isBlank());
    }

    private static List<AuditEvent.Type> types(String names) {
        return Arrays.stream(names.split(","))
                .map(name -> one(AuditEvent.Type.class, "type", name.strip()))
                .toList();
    }

    private static <E extends Enum<E>> E one(Class<E> kind, String parameter, String name) {
        try {
            return Enum.valueOf(kind, name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + parameter + "' is '" + name + "', expected one of "
                            + Arrays.toString(kind.getEnumConstants()),
                    e);
        }
    }

    private static Instant instant(String parameter, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'" + parameter + "' is '" + text + "', expected a time as 2026-01-31T08:00:00Z",
                    e);
        }
    }

    private static long id(Cursor cursor) {
        try {
            return Long.parseLong(cursor.keys().get(0));
        } catch (NumberFormatException e) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "The cursor in 'after' is not one that this list handed out", e);
        }
    }
}
