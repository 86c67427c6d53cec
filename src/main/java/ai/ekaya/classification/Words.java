package ai.ekaya.classification;

import java.util.Set;

/** Lists of words as they are read best: in one text, with spaces between them. */
final class Words {
    private Words() {}

    static Set<String> of(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
