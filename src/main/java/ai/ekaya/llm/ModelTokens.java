package ai.ekaya.llm;

/**
 * What was spent, in the model's own units.
 *
 * @param estimated whether the model did not tell and some of it was counted here, by length
 */
public record ModelTokens(long input, long output, boolean estimated) {
    public static final ModelTokens NONE = new ModelTokens(0, 0, false);

    private static final int BYTES_PER_TOKEN = 3;

    /** About how many a text has: a third of its bytes, which for most texts and models is too many rather than too few. */
    public static long estimated(String text) {
        return (text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + BYTES_PER_TOKEN - 1L) / BYTES_PER_TOKEN;
    }

    public ModelTokens plus(ModelTokens other) {
        return new ModelTokens(input + other.input, output + other.output, estimated || other.estimated);
    }

    public long total() {
        return input + output;
    }
}
