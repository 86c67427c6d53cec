package ai.ekaya.boot.local;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Customers and their addresses; customer n's first address has id n. Flaws: one e-mail in 25 is missing, some are in capitals, two
 * dozen births lie in the future, and some postal codes are missing.
 */
record ShopPeople(int rowCount) {
    static final int CUSTOMERS = 2_500;

    private static final List<String> GIVEN = List.of(
            "Ada", "Bruno", "Chiara", "Davit", "Elif", "Femke", "Goran", "Hana", "Ivo", "Jana", "Kofi", "Lena", "Mateo",
            "Noor", "Otto", "Paula", "Quinn", "Rosa", "Sami", "Tove", "Umar", "Vera", "Wanda", "Yara", "Zeno");
    private static final List<String> FAMILY = List.of(
            "Albers",
            "Brandt",
            "Costa",
            "Duval",
            "Eriksen",
            "Fontana",
            "Gruber",
            "Horvat",
            "Ilves",
            "Jansen",
            "Kaya",
            "Lopes",
            "Moreau",
            "Novak",
            "Okafor",
            "Petrov",
            "Quist",
            "Rossi",
            "Sato",
            "Tanaka",
            "Urban",
            "Vidal",
            "Weber",
            "Yilmaz",
            "Zielinska");
    private static final List<String> PLACES = List.of(
            "DE Hamburg 20095",
            "DE Leipzig 04109",
            "NL Utrecht 3511",
            "FR Lyon 69001",
            "PL Poznan 60-001",
            "PT Porto 4000-001",
            "IT Torino 10121",
            "SE Malmo 21119",
            "AT Graz 8010",
            "US Boston 02108");
    private static final List<String> STREETS =
            List.of("Mill Lane", "Station Road", "Harbour Street", "Linden Avenue", "Market Square", "Old Bridge");

    static ShopPeople fill(Connection connection, Random random, Instant now) throws SQLException {
        ShopRows customers = new ShopRows("customers");
        ShopRows addresses = new ShopRows("addresses");
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        int second = CUSTOMERS;
        for (int id = 1; id <= CUSTOMERS; id++) {
            String[] place = ShopGoods.pick(random, PLACES).split(" ");
            addCustomer(customers, id, place[0], random, today, now);
            addAddress(addresses, id, id, "shipping", place, random);
            if (random.nextInt(5) < 2) {
                addAddress(addresses, ++second, id, "billing", place, random);
            }
        }
        return new ShopPeople(customers.copyTo(connection) + addresses.copyTo(connection));
    }

    private static void addCustomer(
            ShopRows rows, int id, String country, Random random, LocalDate today, Instant now) {
        String given = ShopGoods.pick(random, GIVEN);
        String family = ShopGoods.pick(random, FAMILY);
        String mail = (given + "." + family).toLowerCase(Locale.ROOT) + id + "@mail.example";
        LocalDate birth = id % 101 == 0 ? today.plusDays(30) : today.minusDays(6_600 + random.nextInt(21_000));
        rows.add(
                id,
                id % 25 == 0 ? null : id % 60 == 1 ? mail.toUpperCase(Locale.ROOT) : mail,
                given + " " + family,
                random.nextInt(6) == 0 ? null : birth,
                country,
                random.nextBoolean(),
                random.nextInt(5_000),
                random.nextInt(3) == 0 ? null : "{\"language\": \"" + country.toLowerCase(Locale.ROOT) + "\"}",
                now.minus(Duration.ofMinutes(1_051_200L + random.nextInt(900_000))));
    }

    private static void addAddress(ShopRows rows, int id, int customer, String kind, String[] place, Random random) {
        String street = (1 + random.nextInt(180)) + " " + ShopGoods.pick(random, STREETS);
        rows.add(id, customer, kind, street, place[1], random.nextInt(40) == 0 ? null : place[2], place[0]);
    }
}
