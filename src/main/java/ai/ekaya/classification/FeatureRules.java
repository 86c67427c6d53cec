package ai.ekaya.classification;

import ai.ekaya.classification.ColumnFacts.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What columns are used as, by key, type, name and values. */
final class FeatureRules {
    private static final double NEARLY_ALL = 0.95;
    private static final int ENUM_DISTINCT_MAX = 20;
    private static final int ENUM_VALUES_LEAST = 100;
    private static final int TEXT_LENGTH_LEAST = 40;

    private static final Set<String> IDENTIFIERS = Words.of("""
            id uuid guid key oid sku isbn ean gtin pk""");
    private static final Set<String> MONEY = Words.of("""
            price cost amount total fee tax revenue salary wage income balance subtotal charge payment paid
            refund budget cents usd eur preis betrag kosten summe gehalt lohn umsatz prix montant cout salaire
            precio importe coste monto sueldo salario""");
    private static final Set<String> SHARES = Words.of("""
            percent percentage pct ratio rate share discount prozent anteil rabatt pourcentage porcentaje""");
    private static final Set<String> COUNTS =
            Set.of("count", "quantity", "qty", "number", "points", "anzahl", "menge", "cantidad", "quantite");
    private static final Set<String> TEXTS = Words.of("""
            note comment body description message text remark notiz bemerkung kommentar beschreibung remarque
            commentaire nota comentario descripcion""");
    private static final Set<String> COUNTRIES = Set.of("country", "land", "pays", "pais", "nation", "nationality");
    private static final Set<String> LANGUAGES = Set.of("language", "lang", "locale", "sprache", "langue", "idioma");
    private static final Set<String> CURRENCIES = Set.of("currency", "wahrung", "waehrung", "devise", "moneda", "ccy");
    private static final Set<String> LATITUDES = Set.of("lat", "latitude", "breitengrad", "latitud");
    private static final Set<String> LONGITUDES = Set.of("lon", "lng", "long", "longitude", "langengrad", "longitud");

    private FeatureRules() {}

    /** @param sensitive then a column of few values is no enumeration by them alone */
    static List<Feature> of(ColumnFacts facts, Values values, boolean sensitive) {
        Set<String> words = new HashSet<>(Tokens.of(facts.key().column()));
        List<Feature> features = new ArrayList<>();
        if (facts.roles().contains(Role.FOREIGN_KEY)) {
            features.add(Feature.REFERENCE);
        }
        if (isIdentifier(facts, words, values)) {
            features.add(Feature.IDENTIFIER);
        }
        switch (facts.kind()) {
            case TIME -> features.add(Feature.TIMESTAMP);
            case DATE -> features.add(Feature.DATE);
            case DURATION -> features.add(Feature.DURATION);
            case BOOLEAN -> features.add(Feature.BOOLEAN);
            case JSON -> features.add(Feature.JSON);
            case ENUM -> features.add(Feature.ENUM);
            case BYTES -> features.add(Feature.BINARY);
            case GEO -> features.add(Feature.GEO);
            case NUMBER -> features.addAll(ofNumbers(facts, words, values, !features.isEmpty()));
            case TEXT -> features.addAll(ofTexts(words, values, sensitive, !features.isEmpty()));
            case NETWORK, UUID, OTHER -> {}
        }
        return features;
    }

    private static boolean isIdentifier(ColumnFacts facts, Set<String> words, Values values) {
        boolean named = words.stream().anyMatch(IDENTIFIERS::contains);
        return facts.roles().contains(Role.PRIMARY_KEY)
                || facts.kind() == Kind.UUID
                || named && !facts.roles().contains(Role.FOREIGN_KEY)
                || facts.roles().contains(Role.UNIQUE)
                || holds(values, Texts::uuid);
    }

    private static List<Feature> ofNumbers(ColumnFacts facts, Set<String> words, Values values, boolean isKey) {
        if (holds(values, text -> text.equals("0") || text.equals("1"))
                && (words.contains("is") || words.contains("has"))) {
            return List.of(Feature.BOOLEAN);
        }
        if (has(words, LATITUDES) && values.all(text -> Texts.between(text, -90, 90))
                || has(words, LONGITUDES) && values.all(text -> Texts.between(text, -180, 180))) {
            return List.of(Feature.GEO);
        }
        if (words.contains("at") && holds(values, text -> Texts.between(text, 3e8, 5e12))) {
            return List.of(Feature.TIMESTAMP);
        }
        if (has(words, SHARES) && values.all(text -> Texts.between(text, -100, 100))) {
            return List.of(Feature.PERCENTAGE);
        }
        if (facts.type().contains("money") || has(words, MONEY) && !has(words, COUNTS)) {
            return List.of(Feature.MONEY);
        }
        return isKey ? List.of() : List.of(Feature.QUANTITY);
    }

    private static List<Feature> ofTexts(Set<String> words, Values values, boolean sensitive, boolean isKey) {
        if (isBoolean(values)) {
            return List.of(Feature.BOOLEAN);
        }
        if (holds(values, Texts::url)) {
            return List.of(Feature.URL);
        }
        if (holds(values, Texts::digest) && values.distinct() >= 3) {
            return List.of(Feature.HASH);
        }
        if (holds(values, text -> text.startsWith("{") || text.startsWith("["))) {
            return List.of(Feature.JSON);
        }
        if (holds(values, Texts::instant)) {
            return List.of(values.meanLength() > 10 ? Feature.TIMESTAMP : Feature.DATE);
        }
        return ofCodes(words, values, sensitive, isKey);
    }

    private static List<Feature> ofCodes(Set<String> words, Values values, boolean sensitive, boolean isKey) {
        List<Feature> features = new ArrayList<>();
        if (has(words, COUNTRIES) && holds(values, Texts::country)) {
            features.add(Feature.COUNTRY_CODE);
        } else if (has(words, LANGUAGES) && holds(values, Texts::language)) {
            features.add(Feature.LANGUAGE_CODE);
        } else if (holds(values, Texts::currency) && (has(words, CURRENCIES) || values.distinct() >= 3)) {
            features.add(Feature.CURRENCY_CODE);
        }
        boolean fewOfMany = values.count() >= ENUM_VALUES_LEAST && values.distinct() <= ENUM_DISTINCT_MAX;
        boolean prose = values.meanLength() >= TEXT_LENGTH_LEAST
                || has(words, TEXTS)
                        && values.share(text -> text.indexOf(' ') > 0).ratio() > 0.5;
        if (prose && !isKey) {
            features.add(Feature.FREE_TEXT);
        } else if (fewOfMany && !sensitive && !isKey) {
            features.add(Feature.ENUM);
        }
        return features;
    }

    private static boolean isBoolean(Values values) {
        Set<String> words = Words.of("""
            y n yes no true false t f ja nein oui non si sí""");
        return values.distinct() <= 2 && holds(values, text -> words.contains(text.toLowerCase(java.util.Locale.ROOT)));
    }

    private static boolean holds(Values values, java.util.function.Predicate<String> test) {
        return values.count() > 0 && values.share(test).ratio() >= NEARLY_ALL;
    }

    private static boolean has(Set<String> words, Set<String> known) {
        return words.stream()
                .anyMatch(word -> known.contains(word)
                        || word.endsWith("s") && known.contains(word.substring(0, word.length() - 1)));
    }
}
