package ai.ekaya.usage;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * What is counted together by the minute: all calls of a project, of one of its apps, of one function by an app, or of a tool by whomever.
 * What does not apply is empty.
 */
record RateKey(String app, String function, String tool) implements Comparable<RateKey> {
    static final RateKey PROJECT = new RateKey("", "", "");

    private static final String DATASOURCE = "datasource_";
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9_-]{1,130}");
    private static final Comparator<RateKey> ORDER =
            Comparator.comparing(RateKey::app).thenComparing(RateKey::function).thenComparing(RateKey::tool);

    static RateKey ofApp(String app) {
        return new RateKey(app, "", "");
    }

    static RateKey ofFunction(String app, String function) {
        return new RateKey(app, function, "");
    }

    static RateKey ofTool(String tool) {
        return new RateKey("", "", tool);
    }

    /**
     * As people name it.
     *
     * @throws Refusal {@code BAD_ARGUMENT} saying what there may be
     */
    RateKey checked() {
        if (!tool.isEmpty() && !(app.isEmpty() && function.isEmpty())) {
            throw bad("A rate is of a tool, or of an app and maybe one of its functions, and not of both");
        }
        if (app.isEmpty() && !function.isEmpty()) {
            throw bad("The rate of function '" + function + "' has no app; a function is counted for each app");
        }
        if (!function.isEmpty() && !Rates.FUNCTIONS.contains(function)) {
            throw bad("Function '" + function + "' has no rate, expected one of " + String.join(", ", Rates.FUNCTIONS));
        }
        if (!app.isEmpty() && !SLUG.matcher(app).matches()) {
            throw bad("'" + app + "' is no app's name");
        }
        if (!tool.isEmpty() && !TOOL.matcher(tool).matches()) {
            throw bad("'" + tool + "' is no tool's name");
        }
        return this;
    }

    private static Refusal bad(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }

    /** What this server gives; people may set less. */
    Limit most() {
        if (!tool.isEmpty()) {
            return Limit.USAGE_TOOL_CALLS_PER_MINUTE_COUNT;
        }
        if (!function.isEmpty()) {
            return function.startsWith(DATASOURCE)
                    ? Limit.USAGE_QUERY_CALLS_PER_MINUTE_COUNT
                    : Limit.USAGE_FUNCTION_CALLS_PER_MINUTE_COUNT;
        }
        return app.isEmpty() ? Limit.USAGE_PROJECT_CALLS_PER_MINUTE_COUNT : Limit.USAGE_APP_CALLS_PER_MINUTE_COUNT;
    }

    /** That there were as many as there may be, for people. */
    String usedUp(long perMinute) {
        if (!tool.isEmpty()) {
            return "Tool " + tool + " was called " + perMinute + " times, as often as it may be in a minute";
        }
        String whose = app.isEmpty() ? "The project's apps have" : "App '" + app + "' has";
        String what = function.isEmpty() ? "calls that reach out" : "calls of " + function;
        return whose + " made the " + perMinute + " " + what + " that there may be in a minute";
    }

    /** That none is let, for people. */
    String shut() {
        String whose = app.isEmpty() ? "The project's apps" : "App '" + app + "'";
        String what = function.isEmpty() ? "calls that reach out" : "calls of " + function;
        return (tool.isEmpty() ? whose + " may make no " + what : "Tool " + tool + " may not be called")
                + ", as its rate is 0 a minute; an administrator sets another";
    }

    /** As in the audit. */
    @Override
    public String toString() {
        if (!tool.isEmpty()) {
            return "tool " + tool;
        }
        return app.isEmpty() ? "project" : "app " + app + (function.isEmpty() ? "" : " " + function);
    }

    @Override
    public int compareTo(RateKey other) {
        return ORDER.compare(this, other);
    }
}
