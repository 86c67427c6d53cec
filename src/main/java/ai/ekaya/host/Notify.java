package ai.ekaya.host;

import ai.ekaya.leak.Exit;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.notify.Notice;
import ai.ekaya.notify.NoticeText;
import ai.ekaya.notify.Notifications;
import ai.ekaya.notify.Severity;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code notify}: tells the people of the project something, once the run has ended. Who gets it where is the project's to say; an app
 * neither holds an address nor sees one.
 *
 * <p>Arguments  {"severity": "info"|"warning"|"critical" (info), "title": string, "body": string, "dedupeKey": string ≤ 200 bytes}
 * <p>Answer     {"accepted": true}, or {"accepted": false, "reason": string} when the run or the app's day has as many as it may
 * <p>Limits     title 200 characters · body 4,000, what is over is cut · 20 a run · 200 a day and app
 * <p>Errors     BAD_ARGUMENT, LIMIT (dedupeKey)
 * <p>Source     contracts §2; docs/rationale.md "Why are notifications told when the run ends?"
 */
final class Notify implements HostFunction {
    private static final int SEVERITY_BYTES_MAX = 20;

    private final Limits limits;
    private final Notifications notifications;

    Notify(Limits limits, Notifications notifications) {
        this.limits = limits;
        this.notifications = notifications;
    }

    @Override
    public String name() {
        return "notify";
    }

    @Override
    public Exit exit() {
        return Exit.NOTIFICATION;
    }

    @Override
    public Answer call(RunCalls run, Arguments arguments) {
        arguments.allowing("severity", "title", "body", "dedupeKey");
        Severity severity = severity(arguments);
        Optional<String> key = arguments.optionalText("dedupeKey", limits.of(Limit.NOTIFY_KEY_BYTES));
        if (key.filter(String::isBlank).isPresent()) {
            throw arguments.bad("got an empty 'dedupeKey'; leave it out for none");
        }
        NoticeText text = notifications.text(
                run.scope().project(),
                arguments.text("title", limits.of(Limit.HOST_ARGUMENTS_BYTES)),
                arguments
                        .optionalText("body", limits.of(Limit.HOST_ARGUMENTS_BYTES))
                        .orElse(""));
        if (text.title().isEmpty()) {
            throw arguments.bad("needs the argument 'title', a line that says what it is about");
        }
        return run.notices()
                .full(() -> leftToday(run.scope()))
                .map(Notify::refused)
                .orElseGet(() -> {
                    run.notices().add(Notice.once(severity, text, key));
                    return Answer.of(JsonNodeFactory.instance.objectNode().put("accepted", true));
                });
    }

    /** A preview tells nobody anything, so it takes nothing from the day. */
    private int leftToday(CallScope scope) {
        return scope.attempt().isPresent()
                ? notifications.leftToday(scope.project(), scope.appSlug())
                : limits.intOf(Limit.NOTIFY_PER_APP_DAY_COUNT);
    }

    private static Answer refused(String reason) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        return Answer.of(answer.put("accepted", false).put("reason", reason));
    }

    private static Severity severity(Arguments arguments) {
        String named = arguments.optionalText("severity", SEVERITY_BYTES_MAX).orElse("info");
        return Stream.of(Severity.values())
                .filter(severity -> severity.name().toLowerCase(Locale.ROOT).equals(named))
                .findFirst()
                .orElseThrow(
                        () -> arguments.bad("got severity '" + named + "', expected one of info, warning, critical"));
    }
}
