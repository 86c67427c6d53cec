package ai.ekaya.install;

import ai.ekaya.identity.Principal;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.Optional;

/** What a person wants of a schedule, beside the one that stands: an edited one stays paused unless it says otherwise. */
final class SchedulePauses {
    private final Limits limits;
    private final Clock clock;

    SchedulePauses(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** @throws Refusal {@code BAD_ARGUMENT} saying what is wrong with it */
    Schedule asked(Principal by, JsonNode given, Optional<Schedule> before) {
        Schedule asked = ScheduleJson.asked(given, limits, clock.instant());
        Optional<Schedule.Pause> standing = before.flatMap(Schedule::pause);
        JsonNode paused = given.path("paused");
        if (paused.isMissingNode()) {
            return asked.paused(standing);
        }
        if (paused.isNull() || paused.isBoolean() && !paused.booleanValue()) {
            return asked;
        }
        if (!paused.isBoolean() && !paused.isObject()) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT, "'paused' of a schedule is true, false or an object with a 'reason'");
        }
        Schedule.Pause wanted = pause(by, paused.path("reason").asText());
        // Who sends back what it read does not become the one who paused it.
        return asked.paused(Optional.of(
                standing.filter(one -> one.reason().equals(wanted.reason())).orElse(wanted)));
    }

    Schedule.Pause pause(Principal by, String reason) {
        int most = limits.intOf(Limit.SCHEDULE_PAUSE_REASON_COUNT);
        if (reason.length() > most) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "The reason of a pause has " + reason.length() + " characters, at most " + most);
        }
        return new Schedule.Pause(reason.strip(), by.name(), clock.instant());
    }
}
