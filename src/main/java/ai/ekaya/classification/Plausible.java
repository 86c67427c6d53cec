package ai.ekaya.classification;

import java.util.function.Predicate;

/** What a value must have at least to be of a category; a column whose name says more than its values hold is none. */
final class Plausible {
    private static final int VALUES_LEAST = 20;
    private static final double SHARE_LEAST = 0.05;
    private static final int FEW = 5;
    private static final int SHORT = 6;

    private Plausible() {}

    /** Whether the values deny what the name says. Few values deny nothing. */
    static boolean denied(Category category, Values values) {
        return values.count() >= VALUES_LEAST
                && values.share(test(category, values)).ratio() < SHARE_LEAST;
    }

    private static Predicate<String> test(Category category, Values values) {
        boolean someOfAList = values.distinct() <= FEW;
        return switch (category) {
            // What was hashed or encrypted is the person's all the same.
            case EMAIL -> text -> text.indexOf('@') >= 0 || text.length() >= 24;
            case PHONE -> text -> Texts.digits(text) >= 5 || text.length() >= 24;
            case PAYMENT_CARD, NATIONAL_ID -> text -> Texts.digits(text) >= 4 || text.length() >= 24;
            case BANK_ACCOUNT ->
                text -> text.length() >= 5 && Texts.digits(text) >= 2 || text.matches("[A-Z]{6}[A-Z0-9]{2,5}");
            case IP_ADDRESS -> text -> text.indexOf('.') > 0 || text.indexOf(':') >= 0 || text.length() >= 24;
            case DEVICE_ID -> text -> Texts.digits(text) >= 2;
            case POSTAL_ADDRESS -> text -> !text.contains("://");
            case BIRTH_DATE -> text -> Texts.digits(text) >= 1;
            case SECRET -> text -> text.length() >= 3 && !(someOfAList && text.length() < SHORT);
            case PERSON_NAME, USER_NAME -> text -> text.chars().anyMatch(Character::isLetter);
            case PERSON_TRAIT, INCOME, HEALTH, BELIEF, ORIGIN, BIOMETRIC, OTHER -> text -> true;
        };
    }
}
