package ai.ekaya.llm;

/**
 * What was spent, in the model's own units.
 *
 * @param estimated whether the model did not tell and some of it was counted here, by length
 */
public record ModelTokens(long input, long output, boolean estimated) {
    public static final ModelTokens NONE = new ModelTokens(0, 0, false);

    public ModelTokens plus(ModelTokens other) {
        return new ModelTokens(input + other.input, output + other.output, estimated || other.estimated);
    }

    public long total() {
        return input + output;
    }
}
