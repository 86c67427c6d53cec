package ai.ekaya.classification;

import java.util.List;
import java.util.Optional;

/**
 * What the rules think of a column.
 *
 * @param category empty when they find nothing sensitive
 * @param confidence 0 to 1
 * @param reasons for people, without any value
 */
record Suggestion(List<Feature> features, Optional<Category> category, double confidence, List<String> reasons) {
    Suggestion {
        features = List.copyOf(features);
        reasons = List.copyOf(reasons);
    }
}
