package ai.ekaya.marketplace;

import ai.ekaya.install.Licence;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a marketplace says of a project's use of a package: {@code {"packageId", "version", "status": "BOUGHT" | "TRIAL" | "NOT_SOLD",
 * "trialEndsAt"}}.
 *
 * @param version that it was told of last; empty where it was told of none
 * @param licence empty for what it does not sell: that is none of its business
 */
record Standing(String packageId, Optional<String> version, Optional<Licence> licence) {
    private static final int TEXT_CHARS_MAX = 100;
    // SECURITY: it goes into the path of requests that this server signs.
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /** @throws Refusal {@code UPSTREAM} for what does not fit: nothing of it is used then */
    static Standing read(JsonNode json, Instant now, Duration longest) {
        Optional<Licence> licence = switch (text(json, "status").orElse("")) {
            case "BOUGHT" -> Optional.of(new Licence.Bought());
            case "TRIAL" -> Optional.of(new Licence.Trial(end(json, now, longest)));
            case "NOT_SOLD" -> Optional.empty();
            default -> throw wrong("'status', expected BOUGHT, TRIAL or NOT_SOLD");
        };
        return new Standing(
                text(json, "packageId")
                        .filter(id -> ID.matcher(id).matches())
                        .orElseThrow(() -> wrong("'packageId', expected an app's id")),
                text(json, "version"),
                licence);
    }

    private static Instant end(JsonNode json, Instant now, Duration longest) {
        try {
            Instant end = Instant.parse(text(json, "trialEndsAt").orElse("")).truncatedTo(ChronoUnit.SECONDS);
            if (end.isAfter(now.plus(longest)) || end.isBefore(Instant.EPOCH)) {
                throw wrong("'trialEndsAt', expected a time within " + longest.toDays() + " days");
            }
            return end;
        } catch (DateTimeException e) {
            throw wrong("'trialEndsAt', expected a time such as 2027-01-31T12:00:00Z");
        }
    }

    private static Optional<String> text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        return value.isTextual() && value.textValue().length() <= TEXT_CHARS_MAX
                ? Optional.of(value.textValue())
                : Optional.empty();
    }

    static Refusal wrong(String what) {
        return new Refusal(RefusalCode.UPSTREAM, "The marketplace's answer has another " + what);
    }
}
