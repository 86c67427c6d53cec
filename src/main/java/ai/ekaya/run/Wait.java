package ai.ekaya.run;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a client wants to wait for a run's end: {@code 30s}, {@code 500ms} or {@code 30}. */
final class Wait {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(ms|s)?");

    private Wait() {}

    static Duration parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Duration.ZERO;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'wait' is a time such as 30s or 500ms, got '"
                            + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'");
        }
        long number = Long.parseLong(matcher.group(1));
        return "ms".equals(matcher.group(2)) ? Duration.ofMillis(number) : Duration.ofSeconds(number);
    }
}
