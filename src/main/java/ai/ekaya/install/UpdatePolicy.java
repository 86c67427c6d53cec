package ai.ekaya.install;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a newer version that an app's catalog has is put into the app, if it asks for nothing that does not stand. */
public sealed interface UpdatePolicy {
    /** By people. */
    record Manual() implements UpdatePolicy {}

    /** As soon as it is seen. */
    record Auto() implements UpdatePolicy {}

    /** Once it has been seen for so many days: what is wrong with it shows elsewhere first. */
    record CoolDown(int days) implements UpdatePolicy {}

    /** As in JSON and in the table. */
    default String text() {
        return switch (this) {
            case Manual manual -> "manual";
            case Auto auto -> "auto";
            case CoolDown down -> "cool-down";
        };
    }

    /** Of a cool-down alone. */
    default Optional<Integer> daysSeen() {
        return this instanceof CoolDown(int days) ? Optional.of(days) : Optional.empty();
    }

    /** Whether one that was seen first at that time is due. */
    default boolean isDue(Instant since, Instant now) {
        return switch (this) {
            case Manual manual -> false;
            case Auto auto -> true;
            case CoolDown(int days) -> !since.plus(Duration.ofDays(days)).isAfter(now);
        };
    }

    /** @throws Refusal {@code BAD_ARGUMENT} for what is none */
    static UpdatePolicy asked(String policy, Optional<Integer> days, Limits limits) {
        if (policy.equals("cool-down")) {
            int most = limits.intOf(Limit.INSTALL_COOL_DOWN_DAYS_COUNT);
            if (days.isEmpty() || days.get() < 1 || days.get() > most) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "'days' is " + (days.isEmpty() ? "missing" : "" + days.get()) + ", expected 1 to " + most
                                + " with policy cool-down");
            }
        } else if (days.isPresent()) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'days' is for policy cool-down alone");
        }
        return switch (policy) {
            case "manual" -> new Manual();
            case "auto" -> new Auto();
            case "cool-down" -> new CoolDown(days.orElseThrow());
            default ->
                throw new Refusal(RefusalCode.BAD_ARGUMENT, "'policy' is none, expected manual, auto or cool-down");
        };
    }
}
