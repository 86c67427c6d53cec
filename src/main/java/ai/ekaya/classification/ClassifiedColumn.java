package ai.ekaya.classification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is thought of a column. There is no value in it.
 *
 * @param category what a person said, else what the rules say
 * @param confidence the rules', 0 to 1
 * @param sampled whether its values were ever looked at; else name and type alone count
 * @param sampledValues how many the last time
 * @param stale why the decision may be about another column than the one that is there now
 * @param contradicted whether the rules have more against an {@code allow} than they had when it was decided
 */
public record ClassifiedColumn(
        String schema,
        String table,
        String column,
        String type,
        List<Feature> features,
        State state,
        Optional<Category> category,
        Level level,
        double confidence,
        List<String> reasons,
        boolean sampled,
        Optional<Integer> sampledValues,
        Optional<Decision> decision,
        Optional<Stale> stale,
        boolean contradicted) {
    public ClassifiedColumn {
        features = List.copyOf(features);
        reasons = List.copyOf(reasons);
    }

    /** In JSON in lower case. */
    public enum Stale {
        TYPE_CHANGED,
        /** The last scan did not find it. */
        GONE,
        /** It was gone, and one of its name is there again. */
        MADE_AGAIN;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ColumnKey key() {
        return new ColumnKey(schema, table, column);
    }
}
