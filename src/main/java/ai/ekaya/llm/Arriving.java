package ai.ekaya.llm;

import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One answer while it comes. What the provider says of itself is believed only where it can be true. Not thread-safe. */
final class Arriving {
    private static final long TOKENS_MAX = 100_000_000;

    /** Marks of a conversation that no text has. */
    private static final long TOKENS_ALLOWED = 1_000;

    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}");

    private final StringBuilder text = new StringBuilder();
    private final int textMax;
    private final Consumer<String> pieces;
    private String model;
    private Optional<Finish> finish = Optional.empty();
    private OptionalLong input = OptionalLong.empty();
    private OptionalLong output = OptionalLong.empty();
    private boolean ended;

    /** @param model as the project's settings have it, until the provider says another */
    Arriving(String model, int textMax, Consumer<String> pieces) {
        this.model = model;
        this.textMax = textMax;
        this.pieces = pieces;
    }

    void text(JsonNode piece) {
        if (!piece.isTextual() || piece.textValue().isEmpty()) {
            return;
        }
        if (text.length() + piece.textValue().length() > textMax) {
            throw Failure.never(
                    RefusalCode.LIMIT, "The model's answer is over " + textMax + " characters; ask for less at a time");
        }
        text.append(piece.textValue());
        pieces.accept(piece.textValue());
    }

    void model(JsonNode name) {
        if (name.isTextual() && MODEL.matcher(name.textValue()).matches()) {
            model = name.textValue();
        }
    }

    /** The last that comes counts. */
    void inputTokens(JsonNode... parts) {
        OptionalLong sum = sum(parts);
        input = sum.isPresent() ? sum : input;
    }

    /** The last that comes counts: providers tell what it is by then. */
    void outputTokens(JsonNode count) {
        OptionalLong sum = sum(count);
        output = sum.isPresent() ? sum : output;
    }

    /** @param parts of which the first must be there */
    private static OptionalLong sum(JsonNode... parts) {
        long sum = 0;
        for (JsonNode part : parts) {
            if (part.isIntegralNumber() && part.canConvertToLong() && part.longValue() >= 0) {
                sum += Math.min(part.longValue(), TOKENS_MAX);
            } else if (part == parts[0]) {
                return OptionalLong.empty();
            }
        }
        return sum <= TOKENS_MAX ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /** The first that is more than {@link Finish#DONE} counts. */
    void finished(Finish how) {
        if (finish.isEmpty() || finish.get() == Finish.DONE) {
            finish = Optional.of(how);
        }
    }

    boolean hasFinished() {
        return finish.isPresent();
    }

    /** Nothing more comes. */
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** A token has a byte at least: who tells of more, or of none for some, empties a project's budget or its own bill. */
    private static OptionalLong within(OptionalLong told, long least, long most) {
        return told.isPresent() && told.getAsLong() >= least && told.getAsLong() <= most ? told : OptionalLong.empty();
    }

    /** What was spent by now: as the provider tells where that can be true, else counted here. */
    ModelTokens tokens(Prompt prompt) {
        OptionalLong read = within(input, 0, prompt.tokensReadMax());
        OptionalLong wrote = within(
                output,
                text.isEmpty() ? 0 : 1,
                Math.max(text.toString().getBytes(StandardCharsets.UTF_8).length, prompt.tokensMax()) + TOKENS_ALLOWED);
        // Of an answer that broke off, what was told is what the provider knew before it.
        boolean told = read.isPresent() && wrote.isPresent() && finish.isPresent();
        long written = ModelTokens.estimated(text.toString());
        return new ModelTokens(
                read.orElseGet(prompt::tokensEstimated),
                told ? wrote.getAsLong() : Math.max(wrote.orElse(0), written),
                !told);
    }

    /** Empty for an answer that broke off. */
    Optional<Reply> reply() {
        return finish.map(how -> new Reply(text.toString(), model, how));
    }
}
