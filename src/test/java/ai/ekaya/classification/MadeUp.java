package ai.ekaya.classification;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Values for tests: of chance, the same each time, nobody's. */
final class MadeUp {
    private static final List<String> GIVEN = List.of(
            "Anna",
            "Thomas",
            "Maria",
            "Jean",
            "Lucia",
            "Robert",
            "Emma",
            "Michael",
            "Sarah",
            "Pierre",
            "Ayla",
            "Bao",
            "Chidi",
            "Dagny",
            "Eero",
            "Farah",
            "Gita",
            "Hyun",
            "Ingrid",
            "Jaroslav");
    private static final List<String> FAMILY = List.of(
            "Abendroth",
            "Bianchi",
            "Castellan",
            "Dufour",
            "Eklund",
            "Ferreira",
            "Grunwald",
            "Hoffner",
            "Iversen",
            "Jankowski",
            "Kaminski",
            "Lindqvist",
            "Moreau",
            "Nakamura",
            "Oduya",
            "Petrova",
            "Quintero",
            "Ruiz",
            "Schuster",
            "Tanaka");
    private static final List<String> STREETS =
            List.of("Mill Lane", "Station Road", "Lindenweg", "Rue du Moulin", "Calle Mayor", "Hafenstrasse");
    private static final List<String> CITIES = List.of("Hamburg", "Lyon", "Porto", "Graz", "Leeds", "Gdansk", "Torino");
    private static final String WORDS =
            "order arrives late please call back when stock returns thanks invoice was wrong again box"
                    + " damaged deliver to neighbour next week customer happy with colour size exchange wanted";
    private static final String MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String DNI = "TRWAGMYFPDXBNJZSQVHLCKE";

    private MadeUp() {}

    static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    static Function<Random, String> of(String... some) {
        return random -> pick(random, List.of(some));
    }

    static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ((i == 0 ? '1' : '0') + random.nextInt(i == 0 ? 9 : 10)));
        }
        return digits.toString();
    }

    static Function<Random, String> digits(int count) {
        return random -> digits(random, count);
    }

    static Function<Random, String> number(int least, int most) {
        return random -> String.valueOf(least + random.nextInt(most - least));
    }

    static Function<Random, String> decimal(int most) {
        return random -> String.format(Locale.ROOT, "%.2f", random.nextDouble() * most);
    }

    /** Numbers of a pattern ('#' is a digit, '@' a capital) until one passes; the tests themselves have vectors of their own. */
    static Function<Random, String> passing(String pattern, Predicate<String> test) {
        return random -> {
            String text = like(random, pattern);
            while (!test.test(text)) {
                text = like(random, pattern);
            }
            return text;
        };
    }

    static Function<Random, String> like(String pattern) {
        return random -> like(random, pattern);
    }

    private static String like(Random random, String pattern) {
        StringBuilder text = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            text.append(
                    c == '#' ? (char) ('0' + random.nextInt(10)) : c == '@' ? (char) ('A' + random.nextInt(26)) : c);
        }
        return text.toString();
    }

    static String given(Random random) {
        return pick(random, GIVEN);
    }

    static String family(Random random) {
        return pick(random, FAMILY);
    }

    static String person(Random random) {
        return given(random) + " " + family(random);
    }

    static String login(Random random) {
        return (given(random).charAt(0) + family(random)).toLowerCase(Locale.ROOT) + random.nextInt(100);
    }

    static String email(Random random) {
        return (given(random) + "." + family(random)).toLowerCase(Locale.ROOT) + random.nextInt(900) + "@mail.example";
    }

    static String phone(Random random) {
        return "+49 " + (30 + random.nextInt(60)) + " " + digits(random, 7);
    }

    static String street(Random random) {
        return (1 + random.nextInt(180)) + " " + pick(random, STREETS);
    }

    static String city(Random random) {
        return pick(random, CITIES);
    }

    static String product(Random random) {
        return pick(random, List.of("Alder", "Basalt", "Copper", "Dune")) + " "
                + pick(random, List.of("Lamp", "Chair", "Kettle")) + " " + random.nextInt(90);
    }

    static String text(Random random) {
        List<String> words = List.of(WORDS.split(" "));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6 + random.nextInt(10); i++) {
            text.append(pick(random, words)).append(' ');
        }
        return text.toString().strip();
    }

    static String date(Random random) {
        return LocalDate.of(1950, 1, 1).plusDays(random.nextInt(20_000)).toString();
    }

    static String time(Random random) {
        return LocalDate.of(2024, 1, 1).plusDays(random.nextInt(900)) + " 0" + random.nextInt(10) + ":15:00+00";
    }

    static String uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    static Function<Random, String> hex(int count) {
        return random -> {
            StringBuilder hex = new StringBuilder();
            random.ints(count, 0, 16).forEach(n -> hex.append(Character.forDigit(n, 16)));
            return hex.toString();
        };
    }

    static Function<Random, String> mixed(String prefix, int count) {
        return random -> {
            StringBuilder text = new StringBuilder(prefix);
            random.ints(count, 0, MIXED.length()).forEach(n -> text.append(MIXED.charAt(n)));
            return text.toString();
        };
    }

    static String ip(Random random) {
        return "203.0." + random.nextInt(256) + "." + random.nextInt(256);
    }

    static String dni(Random random) {
        String number = like(random, "########");
        return number + DNI.charAt(Integer.parseInt(number) % 23);
    }

    static String iban(Random random) {
        return passing("DE####################", MoneyIds::iban).apply(random);
    }

    static String jwt(Random random) {
        return "eyJhbGciOiJIUzI1NiJ9." + mixed("eyJ", 30).apply(random) + "."
                + mixed("", 40).apply(random);
    }

    static String bool(Random random) {
        return random.nextBoolean() ? "true" : "false";
    }
}
