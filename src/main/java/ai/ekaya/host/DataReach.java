package ai.ekaya.host;

import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Capabilities.Llm;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of the project's data a run may let go where.
 *
 * @param sensitiveValues host functions that may be given values of sensitive columns
 * @param rowValuesToModel whether prompts may hold values of rows
 * @param modelTokensMax of all its prompts and answers; empty where neither the package nor the project says
 */
public record DataReach(Set<String> sensitiveValues, boolean rowValuesToModel, OptionalLong modelTokensMax) {
    public static final DataReach NOTHING = new DataReach(Set.of(), false, OptionalLong.empty());

    public DataReach {
        sensitiveValues = Set.copyOf(sensitiveValues);
    }

    // SECURITY: what a draft asks for nobody has granted. Guarded by DataReachTest.
    /** What a draft may do in its preview: no data leaves by it that needs a grant. */
    public static DataReach ofDraft(Capabilities asked) {
        return new DataReach(Set.of(), false, tokens(asked, asked));
    }

    /** What the package asks for and the project granted; of two figures the smaller. */
    public static DataReach of(Capabilities asked, Capabilities granted) {
        return new DataReach(
                asked.sensitiveValues().stream()
                        .filter(granted.sensitiveValues()::contains)
                        .collect(Collectors.toSet()),
                allowsRows(asked) && allowsRows(granted),
                tokens(asked, granted));
    }

    private static boolean allowsRows(Capabilities capabilities) {
        return capabilities.llm().map(Llm::rowValuesAllowed).orElse(false);
    }

    private static OptionalLong tokens(Capabilities asked, Capabilities granted) {
        return java.util.stream.Stream.of(asked, granted)
                .flatMap(each -> each.llm().stream())
                .mapToLong(Llm::tokensPerRunMax)
                .min();
    }
}
