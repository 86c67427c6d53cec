package ai.ekaya.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an import stands that the engine refused without a place. For messages only: it looks at text and knows no language, so it
 * may point at the same words in a comment above.
 */
final class JsImportPlaces {
    /** {@code import}, what is imported, the specifier. Bounded, so that no text makes the search long. */
    private static final Pattern IMPORT =
            Pattern.compile("\\b(?:import|export)\\b([^;'\"()]{0,1000}+)(['\"])([^'\"\\n]{1,1000}+)\\2");

    private static final Pattern NOT_EXPORTED = Pattern.compile("'([^']*)' in module '([^']*)'");

    private final SortedMap<String, String> sources;

    JsImportPlaces(SortedMap<String, String> sources) {
        this.sources = sources;
    }

    /** As {@code lib/util.js:3:9}, or the file alone when no such import is found in it. */
    String of(JsImport.Refused refused) {
        String source = sources.getOrDefault(refused.importer(), "");
        return refused.importer()
                + in(source, found -> found.group(3).equals(refused.specifier()))
                        .orElse("");
    }

    /** @param message the engine's, that a module does not export a name: {@code … 'name' in module 'lib/util.js'} */
    Optional<String> of(String message) {
        Matcher missing = NOT_EXPORTED.matcher(message);
        if (!missing.find()) {
            return Optional.empty();
        }
        Pattern name = Pattern.compile("(?<![\\w$])" + Pattern.quote(missing.group(1)) + "(?![\\w$])");
        boolean byDefault = missing.group(1).equals("default");
        for (Map.Entry<String, String> file : sources.entrySet()) {
            Optional<String> place = in(
                    file.getValue(),
                    found -> JsImport.of(file.getKey(), found.group(3), sources.keySet())
                                    .equals(new JsImport.Found(missing.group(2)))
                            && (byDefault || name.matcher(found.group(1)).find()));
            if (place.isPresent()) {
                return place.map(at -> file.getKey() + at);
            }
        }
        return Optional.empty();
    }

    /** As {@code :3:9}: the first import that is meant. */
    private static Optional<String> in(String source, Predicate<MatchResult> meant) {
        return IMPORT.matcher(source).results().filter(meant).findFirst().map(found -> {
            // At the specifier, which every form of import has.
            String before = source.substring(0, found.start(3) - 1);
            long line = before.chars().filter(c -> c == '\n').count() + 1;
            return ":" + line + ":" + (before.length() - before.lastIndexOf('\n'));
        });
    }
}
