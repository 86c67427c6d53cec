package ai.ekaya.classification;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a text looks like the name of a person: a common given name and one to three more words, each with a capital. */
final class GivenNames {
    private static final Pattern WORDS = Pattern.compile(
            "\\p{Lu}[\\p{L}'’]{1,20}+(?:[ -](?:\\p{Lu}\\.|\\p{Lu}[\\p{L}'’]{1,24}+|de|van|von|der|den|la|el|di|da)){1,4}");

    /** Few and frequent ones: a list of all would also know Paris, Chelsea and Mercedes. */
    private static final Set<String> KNOWN = Words.of("""
            james john robert michael william david richard joseph thomas charles daniel matthew anthony mark
            paul steven andrew kenneth george kevin brian edward peter mary patricia jennifer linda elizabeth
            barbara susan jessica sarah karen nancy lisa margaret sandra ashley emily michelle laura anna emma
            julia alice hannah olivia hans klaus jurgen jürgen wolfgang stefan andreas matthias sebastian lukas
            jonas felix ursula monika petra sabine claudia katharina jean pierre michel philippe nicolas julien
            antoine marie nathalie isabelle sylvie camille claire jose josé antonio manuel francisco juan carlos
            javier miguel carmen ana isabel dolores lucia lucía elena giuseppe giovanni marco luca francesca
            giulia jan piotr krzysztof katarzyna agnieszka mohamed muhammad ahmed fatima wei yuki priya raj ivan
            olga natalia joao joão""");

    private GivenNames() {}

    static boolean fullName(String text) {
        if (!WORDS.matcher(text).matches()) {
            return false;
        }
        String[] words = text.toLowerCase(Locale.ROOT).split("[ -]");
        return KNOWN.contains(words[0]) || KNOWN.contains(words[words.length - 1]) && words.length == 2;
    }
}
