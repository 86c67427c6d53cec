package ai.ekaya.usage;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What is counted. A budget is so much of one in a day. */
public enum Meter {
    RUNS("runs", "runs", Limit.USAGE_RUNS_COUNT),
    /** Units of work in the sandbox. */
    FUEL("fuel", "units of fuel", Limit.USAGE_FUEL_COUNT),
    /** Time in which databases worked for the runs, those of the apps and those of others. */
    SQL_MILLIS("sqlMillis", "milliseconds of SQL", Limit.USAGE_SQL_MILLIS),
    /** What went over HTTP for the runs, both ways, on the wire. */
    EGRESS_BYTES("egressBytes", "bytes over HTTP", Limit.USAGE_EGRESS_BYTES),
    /** What language models read and wrote for the runs. */
    TOKENS("tokens", "tokens of language models", Limit.USAGE_TOKENS_COUNT);

    /** Whose budget a run needs to begin. Without tokens apps still give what they reckon themselves. */
    static final Set<Meter> OF_RUNS = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(TOKENS)));

    private final String text;
    private final String words;
    private final Limit projectMost;

    Meter(String text, String words, Limit projectMost) {
        this.text = text;
        this.words = words;
        this.projectMost = projectMost;
    }

    /** @throws Refusal {@code BAD_ARGUMENT} listing the meters there are */
    @JsonCreator
    public static Meter parse(String text) {
        return Arrays.stream(values())
                .filter(meter -> meter.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "There is no meter '" + text + "', expected one of "
                                + Arrays.stream(values()).map(Meter::text).collect(Collectors.joining(", "))));
    }

    /** As in JSON. */
    @JsonValue
    public String text() {
        return text;
    }

    /** As after a number in a message. */
    String words() {
        return words;
    }

    /** What this server gives a project in a day. */
    Limit projectMost() {
        return projectMost;
    }
}
