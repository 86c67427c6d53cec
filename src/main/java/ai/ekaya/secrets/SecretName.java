package ai.ekaya.secrets;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A secret's name as somebody wrote it. Upper and lower case are one name, as environment variables and people mix them. */
record SecretName(String text) {
    // As #/$defs/secret of capabilities.schema.json.
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

    /** @throws Refusal {@code BAD_ARGUMENT}; the message does not repeat the text, which may be a value in the wrong place */
    static SecretName parse(String text) {
        return find(text)
                .orElseThrow(() -> new Refusal(
                        RefusalCode.BAD_ARGUMENT,
                        "The secret's name has another form, expected letters, digits, dots, dashes and underscores,"
                                + " starting with a letter, at most 64"));
    }

    /** Empty for what can be no secret's name. */
    static Optional<SecretName> find(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new SecretName(text)) : Optional.empty();
    }

    /** The same for all spellings. */
    String key() {
        return text.toLowerCase(Locale.ROOT);
    }
}
