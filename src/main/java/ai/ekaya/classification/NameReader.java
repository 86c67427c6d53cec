package ai.ekaya.classification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applies {@link NameRules} to a column's name. */
final class NameReader {
    private static final int PHRASE_TOKENS_MAX = 6;

    /** After a phrase these say that the column is about the thing and does not hold it. */
    static final Set<String> NOT_ITSELF_AFTER = Set.of(
            "count",
            "cnt",
            "counter",
            "type",
            "typ",
            "kind",
            "at",
            "on",
            "id",
            "ids",
            "status",
            "flag",
            "verified",
            "confirmed",
            "validated",
            "valid",
            "sent",
            "opened",
            "clicked",
            "bounced",
            "delivered",
            "enabled",
            "disabled",
            "required",
            "optional",
            "allowed",
            "changed",
            "updated",
            "modified",
            "created",
            "reset",
            "expires",
            "expiry",
            "expired",
            "expiration",
            "exp",
            "length",
            "len",
            "size",
            "format",
            "version",
            "template",
            "subject",
            "provider",
            "domain",
            "policy",
            "attempts",
            "attempt",
            "tries",
            "failures",
            "failed",
            "errors",
            "score",
            "index",
            "idx",
            "rank",
            "limit",
            "quota",
            "rate",
            "ratio",
            "pct",
            "percent",
            "percentage",
            "total",
            "sum",
            "avg",
            "min",
            "max",
            "label",
            "brand",
            "network",
            "issuer",
            "country",
            "language",
            "source",
            "preference",
            "preferences",
            "consent",
            "opt",
            "optin",
            "optout",
            "subscribed",
            "notifications",
            "notification",
            "campaign",
            "queue",
            "job",
            "batch",
            "color",
            "colour",
            "icon",
            "model",
            "price",
            "fee",
            "fees",
            "cost",
            "revenue",
            "timestamp",
            "date",
            "time",
            "day",
            "year",
            "duration",
            "interval",
            "algorithm",
            "algo",
            "bits",
            "strength",
            "scheme",
            "column",
            "field",
            "row",
            "rows",
            "position",
            "order",
            "sequence",
            "seq",
            "width",
            "height",
            "weight",
            "category",
            "class",
            "page",
            "pages",
            "view",
            "views",
            "method",
            "mode",
            "level",
            "quality",
            "band",
            "currency",
            "per",
            "by",
            "region",
            "carrier",
            "plan",
            "usage",
            "used",
            "bytes",
            "code",
            "reason",
            "scope",
            "ttl",
            "age",
            "anzahl",
            "art",
            "datum",
            "am",
            "gesendet",
            "bestatigt",
            "gultig",
            "geandert",
            "envoye",
            "verifie",
            "valide",
            "tipo",
            "fecha",
            "cantidad",
            "enviado",
            "verificado",
            "estado",
            "expira");

    /** Before a phrase these say the same. */
    private static final Set<String> NOT_ITSELF_BEFORE = Set.of(
            "is",
            "has",
            "had",
            "can",
            "should",
            "needs",
            "num",
            "n",
            "count",
            "total",
            "max",
            "min",
            "avg",
            "mean",
            "sum",
            "allow",
            "allows",
            "enable",
            "enabled",
            "require",
            "requires",
            "use",
            "uses",
            "show",
            "hide",
            "send",
            "accepts",
            "unique",
            "distinct",
            "of",
            "no",
            "anzahl",
            "ist",
            "hat",
            "wants");

    private static final Map<String, List<NameRule>> BY_PHRASE = new HashMap<>();

    static {
        NameRules.ALL.forEach(rule -> rule.phrases()
                .forEach(phrase -> BY_PHRASE
                        .computeIfAbsent(phrase, key -> new ArrayList<>())
                        .add(rule)));
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
                .max(java.util.Comparator.comparing((NameRule rule) ->
                                rule.category().map(Category::level).orElse(Level.NONE))
                        .thenComparing(NameRule::confidence));
    }

    private static List<Match> matches(List<String> tokens, ColumnFacts facts) {
        List<Match> found = new ArrayList<>();
        for (int start = 0; start < tokens.size(); start++) {
            StringBuilder joined = new StringBuilder();
            for (int end = start; end < tokens.size() && end - start < PHRASE_TOKENS_MAX; end++) {
                joined.append(tokens.get(end));
                for (NameRule rule : rules(joined.toString())) {
                    if (holds(rule, facts, start == 0 && end == tokens.size() - 1)) {
                        found.add(new Match(start, end, rule));
                    }
                }
            }
        }
        return found;
    }

    private static List<NameRule> rules(String phrase) {
        List<NameRule> found = BY_PHRASE.getOrDefault(phrase, List.of());
        if (found.isEmpty() && phrase.endsWith("s")) {
            found = BY_PHRASE.getOrDefault(phrase.substring(0, phrase.length() - 1), List.of());
        }
        if (found.isEmpty() && phrase.endsWith("es")) {
            found = BY_PHRASE.getOrDefault(phrase.substring(0, phrase.length() - 2), List.of());
        }
        return found;
    }

    private static boolean holds(NameRule rule, ColumnFacts facts, boolean wholeName) {
        return switch (rule.where()) {
            case ANYWHERE -> true;
            case ALONE -> wholeName;
            case IN_PERSONS -> wholeName && facts.context().ofPersons();
            case IN_ADDRESSES -> facts.context().ofAddresses();
        };
    }

    private static boolean isTheThing(List<String> tokens, Match match) {
        boolean saysNo = tokens.subList(match.end() + 1, tokens.size()).stream().anyMatch(NOT_ITSELF_AFTER::contains)
                || tokens.subList(0, match.start()).stream().anyMatch(NOT_ITSELF_BEFORE::contains);
        // Whether somebody is pregnant is told by is_pregnant all the same.
        boolean special =
                match.rule().category().filter(c -> c.level() == Level.SPECIAL).isPresent();
        return !saysNo || special && tokens.size() == match.end() + 1;
    }
}
