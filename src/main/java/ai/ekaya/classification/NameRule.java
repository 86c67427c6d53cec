package ai.ekaya.classification;

import java.util.List;
import java.util.Optional;

/**
 * What a name tells.
 *
 * @param what in people's words, as in "The name says e-mail address"
 * @param category empty for a phrase that looks like personal data and is not
 * @param confidence that the column holds it, when nothing but the name is known; a suggestion begins at a half
 * @param phrases written with spaces or without, they match the words of a name in any spelling
 */
record NameRule(String what, Optional<Category> category, double confidence, Where where, List<String> phrases) {
    NameRule {
        phrases = List.copyOf(phrases);
    }

    /** In which columns the phrases tell it. */
    enum Where {
        ANYWHERE,
        /** Nothing but the phrase. */
        ALONE,
        AT_END,
        IN_PERSONS,
        IN_ADDRESSES
    }
}
