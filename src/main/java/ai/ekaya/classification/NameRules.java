package ai.ekaya.classification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What names of columns tell, in English, German, French and Spanish: read from {@code names.txt}, and some made here. */
final class NameRules {
    private static final Pattern HEADER = Pattern.compile("\\[(\\w+) ([\\d.]+) (\\w+)] (.+)");

    static final List<NameRule> ALL = all();

    private NameRules() {}

    private static List<NameRule> all() {
        List<NameRule> rules = new ArrayList<>(Arrays.stream(text().split("\n(?=\\[)"))
                .filter(block -> block.startsWith("["))
                .map(NameRules::rule)
                .toList());
        rules.add(made("a person's name", Category.PERSON_NAME, 0.8, names()));
        rules.add(made("a part of somebody's address", Category.POSTAL_ADDRESS, 0.7, addresses()));
        return List.copyOf(rules);
    }

    private static String text() {
        try (InputStream in = NameRules.class.getResourceAsStream("names.txt")) {
            if (in == null) {
                throw new IllegalStateException("No names.txt on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read names.txt", e);
        }
    }

    private static NameRule rule(String block) {
        int end = block.indexOf('\n');
        Matcher header = HEADER.matcher(block.substring(0, end));
        if (!header.matches()) {
            throw new IllegalStateException("names.txt has no rule's head in: " + block.substring(0, end));
        }
        String category = header.group(1);
        return new NameRule(
                header.group(4),
                category.equals("none") ? Optional.empty() : Optional.of(Category.parse(category)),
                Double.parseDouble(header.group(2)),
                NameRule.Where.valueOf(header.group(3).toUpperCase(Locale.ROOT)),
                Arrays.stream(block.substring(end).split(","))
                        .map(String::strip)
                        .filter(phrase -> !phrase.isEmpty())
                        .toList());
    }

    private static NameRule made(String what, Category category, double confidence, List<String> phrases) {
        return new NameRule(what, Optional.of(category), confidence, NameRule.Where.ANYWHERE, phrases);
    }

    /** {@code home_zip}, {@code billing_city} and the like. */
    private static List<String> addresses() {
        List<String> parts = List.of(
                "city",
                "town",
                "zip",
                "zip code",
                "postal code",
                "postcode",
                "state",
                "province",
                "county",
                "line 1",
                "line 2");
        return Stream.of(
                        "home",
                        "private",
                        "billing",
                        "shipping",
                        "mailing",
                        "delivery",
                        "residence",
                        "bill to",
                        "ship to")
                .flatMap(whose -> parts.stream().map(part -> whose + " " + part))
                .toList();
    }

    /** {@code customer_name} and the like; some words are those of things, too. */
    private static List<String> names() {
        Set<String> ambiguous = Words.of("contact tenant agent worker lead parent child manager staff");
        return TableContext.PERSONS.stream()
                .filter(person -> !ambiguous.contains(person))
                .flatMap(person -> Stream.of(person + " name", "name " + person, person + " full name"))
                .filter(phrase -> !phrase.equals("user name"))
                .sorted()
                .toList();
    }
}
