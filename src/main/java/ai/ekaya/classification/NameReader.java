package ai.ekaya.classification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Applies {@link NameRules} to a column's name. */
final class NameReader {
    private static final int PHRASE_TOKENS_MAX = 6;

    /** After a phrase these say that the column is about the thing and does not hold it. */
    static final Set<String> NOT_ITSELF_AFTER = Words.of("""
            count cnt counter type typ kind at on id ids status flag verified confirmed validated valid sent
            opened clicked bounced delivered enabled disabled required optional allowed changed updated modified
            created reset expires expiry expired expiration exp length len size format version template subject
            provider domain policy attempts attempt tries failures failed errors score index idx rank limit
            quota rate ratio pct percent percentage total sum avg min max label brand network issuer country
            language source preference preferences consent opt optin optout subscribed notifications
            notification campaign queue job batch color colour icon model price fee fees cost revenue timestamp
            date time day year duration interval algorithm algo bits strength scheme column field row rows
            position order sequence seq width height weight category class page pages view views method mode
            level quality band currency per by region carrier plan usage used bytes code reason scope ttl age
            anzahl art datum am gesendet bestatigt gultig geandert envoye verifie valide tipo fecha cantidad
            enviado verificado estado expira""");

    /** Before a phrase these say the same. */
    private static final Set<String> NOT_ITSELF_BEFORE = Words.of("""
            is has had can should needs num n count total max min avg mean sum allow allows enable enabled
            require requires use uses show hide send accepts unique distinct of no anzahl ist hat wants""");

    /** After something special these deny nothing: {@code disability_status} tells. */
    private static final Set<String> TELLING_AFTER_SPECIAL =
            Words.of("code type typ status category class level score date flag severity description reason quality");

    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("dt", "date"),
            Map.entry("nr", "number"),
            Map.entry("no", "number"),
            Map.entry("num", "number"),
            Map.entry("nbr", "number"),
            Map.entry("addr", "address"),
            Map.entry("adr", "address"),
            Map.entry("acct", "account"),
            Map.entry("acc", "account"),
            Map.entry("cust", "customer"),
            Map.entry("emp", "employee"),
            Map.entry("pwd", "password"),
            Map.entry("pw", "password"),
            Map.entry("tel", "telephone"),
            Map.entry("ph", "phone"),
            Map.entry("lic", "license"),
            Map.entry("nm", "name"));

    /** How German compounds end that are somebody's: Privatanschrift. */
    private static final Map<String, String> ENDINGS = Map.ofEntries(
            Map.entry("anschrift", "anschrift"),
            Map.entry("adresse", "adresse"),
            Map.entry("strasse", "strasse"),
            Map.entry("telefon", "telefon"),
            Map.entry("telefonnummer", "telefon"),
            Map.entry("handynummer", "telefon"),
            Map.entry("geburtsdatum", "geburtsdatum"),
            Map.entry("passwort", "passwort"),
            Map.entry("kennwort", "passwort"),
            Map.entry("nachname", "nachname"),
            Map.entry("vorname", "nachname"),
            Map.entry("kontonummer", "kontonummer"),
            Map.entry("steuernummer", "steuernummer"),
            Map.entry("versicherungsnummer", "versicherungsnummer"),
            Map.entry("ausweisnummer", "ausweisnummer"));

    private static final Map<String, List<NameRule>> BY_PHRASE = new HashMap<>();

    static {
        for (NameRule rule : NameRules.ALL) {
            for (String phrase : rule.phrases()) {
                List<String> words = List.of(phrase.split(" "));
                new HashSet<>(List.of(String.join("", words), joined(words)))
                        .forEach(key -> BY_PHRASE
                                .computeIfAbsent(key, any -> new ArrayList<>())
                                .add(rule));
            }
        }
    }

    private static String joined(List<String> tokens) {
        return tokens.stream().map(token -> SHORT.getOrDefault(token, token)).collect(Collectors.joining());
    }

    private NameReader() {}

    private record Match(int start, int end, NameRule rule) {
        boolean isInside(Match other) {
            return other.start <= start && end <= other.end && other.end - other.start > end - start;
        }
    }

    /** The surest of what the name says, if it says anything. */
    static Optional<NameRule> read(ColumnFacts facts) {
        List<String> tokens = Tokens.of(facts.key().column());
        List<Match> matches = matches(tokens, facts);
        return matches.stream()
                .filter(match -> matches.stream().noneMatch(match::isInside))
                .filter(match -> match.rule().category().isPresent())
                .filter(match -> isTheThing(tokens, match))
                .map(Match::rule)
                .filter(rule -> rule.category()
                        .filter(category -> category.fits(facts.kind()))
                        .isPresent())
                .max(Comparator.comparing((NameRule rule) ->
                                rule.category().map(Category::level).orElse(Level.NONE))
                        .thenComparing(NameRule::confidence));
    }

    private static List<Match> matches(List<String> tokens, ColumnFacts facts) {
        List<Match> found = new ArrayList<>();
        for (int start = 0; start < tokens.size(); start++) {
            int last = Math.min(tokens.size(), start + PHRASE_TOKENS_MAX);
            for (int end = start; end < last; end++) {
                for (NameRule rule : rules(tokens.subList(start, end + 1))) {
                    if (holds(rule, facts, start == 0, end == tokens.size() - 1)) {
                        found.add(new Match(start, end, rule));
                    }
                }
            }
        }
        return found;
    }

    /** As written, with short words written out, as a plural, or as a compound. */
    private static List<NameRule> rules(List<String> tokens) {
        String plain = String.join("", tokens);
        Stream<String> spellings = Stream.of(plain, joined(tokens), without(plain, "s"), without(plain, "es"));
        Stream<String> ending = tokens.size() == 1 ? ending(plain).stream() : Stream.empty();
        return Stream.concat(spellings, ending)
                .map(spelling -> BY_PHRASE.getOrDefault(spelling, List.of()))
                .filter(rules -> !rules.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static String without(String phrase, String ending) {
        return phrase.endsWith(ending) ? phrase.substring(0, phrase.length() - ending.length()) : phrase;
    }

    private static Optional<String> ending(String word) {
        return ENDINGS.keySet().stream()
                .filter(ending -> word.endsWith(ending) && word.length() > ending.length() + 2)
                .max(Comparator.comparing(String::length))
                .map(ENDINGS::get);
    }

    private static boolean holds(NameRule rule, ColumnFacts facts, boolean begins, boolean ends) {
        return switch (rule.where()) {
            case ANYWHERE -> true;
            case ALONE -> begins && ends;
            case AT_END -> ends;
            case IN_PERSONS -> begins && ends && facts.context().ofPersons();
            case IN_ADDRESSES -> facts.context().ofAddresses();
        };
    }

    private static boolean isTheThing(List<String> tokens, Match match) {
        // Whether somebody is pregnant is told by is_pregnant all the same.
        boolean special =
                match.rule().category().filter(c -> c.level() == Level.SPECIAL).isPresent();
        return tokens.subList(match.end() + 1, tokens.size()).stream()
                        .noneMatch(word ->
                                NOT_ITSELF_AFTER.contains(word) && !(special && TELLING_AFTER_SPECIAL.contains(word)))
                && (special || tokens.subList(0, match.start()).stream().noneMatch(NOT_ITSELF_BEFORE::contains));
    }
}
