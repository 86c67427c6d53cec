package ai.ekaya.boot.local;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Categories, suppliers, products, warehouses and stock. Flaws: some products have no cost, some no supplier, a few cost more than
 * they sell for, and some stock is below zero.
 */
record ShopGoods(List<BigDecimal> prices, int rowCount) {
    static final int PRODUCTS = 400;
    private static final int SUPPLIERS = 30;
    private static final int WAREHOUSES = 4;

    private static final List<String> ROOTS = List.of("Home", "Garden", "Kitchen", "Office", "Outdoor", "Play");
    private static final List<String> KINDS = List.of("Lamp", "Chair", "Kettle", "Notebook", "Tent", "Puzzle");
    private static final List<String> LEAVES = List.of("Small", "Classic", "Large");
    private static final List<String> STYLES =
            List.of("Alder", "Basalt", "Copper", "Dune", "Ember", "Fjord", "Grove", "Harbour", "Indigo", "Juniper");
    private static final List<String> TAGS = List.of("new", "sale", "eco", "gift", "fragile", "bulky");
    private static final List<String> COUNTRIES = List.of("DE", "NL", "PL", "IT", "PT", "CN");
    private static final List<String> SITES = List.of("HAM Hamburg", "LYS Lyon", "POZ Poznan", "OPO Porto");

    static ShopGoods fill(Connection connection, Random random, Instant now) throws SQLException {
        int rows = categories().copyTo(connection) + suppliers(random).copyTo(connection);
        List<BigDecimal> prices = new ArrayList<>();
        rows += products(random, now, prices).copyTo(connection);
        rows += warehouses(now).copyTo(connection) + inventory(random, now).copyTo(connection);
        return new ShopGoods(List.copyOf(prices), rows);
    }

    private static ShopRows categories() {
        ShopRows rows = new ShopRows("categories");
        for (int root = 0; root < ROOTS.size(); root++) {
            rows.add(root + 1, null, ROOTS.get(root), ROOTS.get(root).toLowerCase(Locale.ROOT));
        }
        int id = ROOTS.size();
        for (int root = 0; root < ROOTS.size(); root++) {
            for (String leaf : LEAVES) {
                String name = leaf + " " + KINDS.get(root).toLowerCase(Locale.ROOT) + "s";
                rows.add(++id, root + 1, name, name.toLowerCase(Locale.ROOT).replace(' ', '-'));
            }
        }
        return rows;
    }

    private static ShopRows suppliers(Random random) {
        ShopRows rows = new ShopRows("suppliers");
        for (int id = 1; id <= SUPPLIERS; id++) {
            String style = STYLES.get(id % STYLES.size());
            String mail = id % 7 == 0 ? null : "sales@" + style.toLowerCase(Locale.ROOT) + id + ".example";
            rows.add(id, style + " Works " + id, mail, pick(random, COUNTRIES), (2 + random.nextInt(40)) + " days");
        }
        return rows;
    }

    private static ShopRows products(Random random, Instant now, List<BigDecimal> prices) {
        ShopRows rows = new ShopRows("products");
        int leaves = ROOTS.size() * LEAVES.size();
        for (int id = 1; id <= PRODUCTS; id++) {
            int leaf = random.nextInt(leaves);
            String kind = KINDS.get(leaf / LEAVES.size());
            BigDecimal price = BigDecimal.valueOf(499 + random.nextInt(30_000), 2);
            prices.add(price);
            BigDecimal margin = BigDecimal.valueOf(id % 67 == 0 ? 120 : 40 + random.nextInt(35), 2);
            BigDecimal cost = id % 20 == 0 ? null : price.multiply(margin).setScale(2, java.math.RoundingMode.HALF_UP);
            Integer supplier = id % 33 == 0 ? null : Integer.valueOf(1 + random.nextInt(SUPPLIERS));
            Integer weight = id % 12 == 0 ? null : Integer.valueOf(50 + random.nextInt(20_000));
            rows.add(
                    id,
                    "%s-%05d".formatted(kind.substring(0, 3).toUpperCase(Locale.ROOT), id * 37),
                    pick(random, STYLES) + " " + kind + " " + (1 + random.nextInt(99)),
                    ROOTS.size() + 1 + leaf,
                    supplier,
                    price,
                    cost,
                    weight,
                    random.nextInt(3) == 0 ? List.of() : List.of(pick(random, TAGS)),
                    id % 25 != 0,
                    now.minus(Duration.ofHours(17_520L + random.nextInt(8_000))));
        }
        return rows;
    }

    private static ShopRows warehouses(Instant now) {
        ShopRows rows = new ShopRows("warehouses");
        LocalDate opened = LocalDate.ofInstant(now, ZoneOffset.UTC).minusYears(9);
        for (int id = 1; id <= WAREHOUSES; id++) {
            String[] site = SITES.get(id - 1).split(" ");
            rows.add(id, site[0], site[1], opened.plusMonths(id * 13L));
        }
        return rows;
    }

    private static ShopRows inventory(Random random, Instant now) {
        ShopRows rows = new ShopRows("inventory");
        for (int warehouse = 1; warehouse <= WAREHOUSES; warehouse++) {
            for (int product = 1; product <= PRODUCTS; product++) {
                int quantity = random.nextInt(80) == 0 ? -1 - random.nextInt(5) : random.nextInt(250);
                Instant counted = random.nextInt(10) == 0 ? null : now.minus(Duration.ofHours(random.nextInt(2_000)));
                rows.add(warehouse, product, quantity, 5 + random.nextInt(25), counted);
            }
        }
        return rows;
    }

    static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
