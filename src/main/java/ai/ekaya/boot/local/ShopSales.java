package ai.ekaya.boot.local;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Orders with items, payments and shipments, reviews and events. Sales grow over the two years. Flaws: coupon codes that exist
 * nowhere, payments that differ from the total or are missing, parcels delivered before they were shipped, events that arrive days
 * late or name a customer who does not exist.
 */
final class ShopSales {
    private static final int ORDERS = 6_500;
    private static final int REVIEWS = 3_500;
    private static final int EVENTS = 14_000;
    private static final long MINUTES = 2 * 365 * 24 * 60L;

    private static final List<String> METHODS = List.of("card", "card", "card", "transfer", "wallet", "invoice");
    private static final List<String> CARRIERS = List.of("Swift Parcel", "Blue Van", "Northline");
    private static final List<String> COUPONS = List.of("SPRING10", "WELCOME", "VIP-2019", "TESTTEST");
    private static final List<String> KINDS = List.of("view", "view", "view", "search", "cart_add", "checkout");
    private static final List<String> TITLES =
            List.of("Lovely", "As described", "Too small", "Broke at once", "Again!");

    private final Random random;
    private final Instant now;
    private final ShopGoods goods;
    private final ShopRows orders = new ShopRows("orders");
    private final ShopRows items = new ShopRows("order_items");
    private final ShopRows payments = new ShopRows("payments");
    private final ShopRows shipments = new ShopRows("shipments");
    private int shipmentCount;

    private ShopSales(Random random, Instant now, ShopGoods goods) {
        this.random = random;
        this.now = now;
        this.goods = goods;
    }

    static int fill(Connection connection, Random random, Instant now, ShopGoods goods) throws SQLException {
        ShopSales sales = new ShopSales(random, now, goods);
        for (int id = 1; id <= ORDERS; id++) {
            sales.addOrder(id);
        }
        int rows = sales.orders.copyTo(connection) + sales.items.copyTo(connection);
        rows += sales.payments.copyTo(connection) + sales.shipments.copyTo(connection);
        return rows + sales.reviews().copyTo(connection) + sales.events().copyTo(connection);
    }

    private void addOrder(int id) {
        // The square root puts more orders near now: the shop grows.
        Instant at =
                now.minus(Duration.ofMinutes((long) (MINUTES * (1 - Math.sqrt((id - random.nextDouble()) / ORDERS)))));
        int customer = 1 + random.nextInt(ShopPeople.CUSTOMERS);
        String status = status(Duration.between(at, now));
        BigDecimal fee = random.nextInt(3) == 0 ? BigDecimal.ZERO : new BigDecimal("4.90");
        String coupon = random.nextInt(15) == 0 ? ShopGoods.pick(random, COUPONS) : null;
        String note = random.nextInt(30) == 0 ? "Please leave it with\tthe neighbour" : null;
        orders.add(id, customer, random.nextInt(50) == 0 ? null : customer, status, at, coupon, fee, note);
        BigDecimal total = fee.add(addItems(id, at, status));
        if (!status.equals("cart") && !status.equals("placed")) {
            addPayment(id, at, total);
        }
    }

    private String status(Duration age) {
        int dice = random.nextInt(100);
        if (dice < 4) {
            return "cancelled";
        }
        if (age.toDays() < 3) {
            return dice < 20 ? "cart" : dice < 50 ? "placed" : "paid";
        }
        if (age.toDays() < 9) {
            return dice < 15 ? "paid" : "shipped";
        }
        return dice < 10 ? "returned" : "delivered";
    }

    private BigDecimal addItems(int order, Instant at, String status) {
        BigDecimal total = BigDecimal.ZERO;
        int lines = 1 + Math.min(random.nextInt(4), random.nextInt(5));
        for (int line = 1; line <= lines; line++) {
            int product = 1 + Math.min(random.nextInt(ShopGoods.PRODUCTS), random.nextInt(ShopGoods.PRODUCTS));
            int quantity = 1 + random.nextInt(3) * random.nextInt(2);
            BigDecimal price = goods.prices().get(product - 1);
            BigDecimal discount = random.nextInt(8) == 0 ? new BigDecimal("0.100") : new BigDecimal("0.000");
            items.add(order, line, product, quantity, price, discount);
            total = total.add(price.multiply(BigDecimal.valueOf(quantity)).multiply(BigDecimal.ONE.subtract(discount)));
            boolean sent = status.equals("shipped") || status.equals("delivered") || status.equals("returned");
            if (line == 1 && sent) {
                addShipment(order, line, at, status);
            }
        }
        return total;
    }

    private void addShipment(int order, int line, Instant at, String status) {
        LocalDate shipped = LocalDate.ofInstant(at, ZoneOffset.UTC).plusDays(1 + random.nextInt(3));
        int days = random.nextInt(120) == 0 ? -2 : 1 + random.nextInt(6);
        shipments.add(
                ++shipmentCount,
                order,
                line,
                1 + random.nextInt(4),
                ShopGoods.pick(random, CARRIERS),
                random.nextInt(25) == 0 ? null : "TR" + (1_000_000_000L + random.nextInt(900_000_000)),
                shipped,
                status.equals("shipped") ? null : shipped.plusDays(days));
    }

    private void addPayment(int order, Instant at, BigDecimal total) {
        if (order % 211 == 0) {
            return;
        }
        BigDecimal amount = (order % 157 == 0 ? total.add(BigDecimal.TEN) : total).setScale(2, RoundingMode.HALF_UP);
        boolean declinedFirst = random.nextInt(20) == 0;
        for (boolean succeeded : declinedFirst ? List.of(false, true) : List.of(true)) {
            UUID id = new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~(3L << 62) | 1L << 63);
            String reference = succeeded ? "pay_" + Long.toString(random.nextLong() >>> 1, 36) : null;
            Instant when = at.plusSeconds(succeeded ? 90L + random.nextInt(4_000) : 45);
            payments.add(id, order, ShopGoods.pick(random, METHODS), amount, succeeded, reference, when);
        }
    }

    private ShopRows reviews() {
        ShopRows rows = new ShopRows("reviews");
        for (int id = 1; id <= REVIEWS; id++) {
            Integer customer =
                    random.nextInt(20) == 0 ? null : Integer.valueOf(1 + random.nextInt(ShopPeople.CUSTOMERS));
            int rating = Math.max(1 + random.nextInt(5), 1 + random.nextInt(5));
            String title = random.nextInt(4) == 0 ? null : ShopGoods.pick(random, TITLES);
            String body = random.nextInt(3) == 0 ? null : "I would " + (rating > 3 ? "" : "not ") + "buy it again";
            rows.add(id, 1 + random.nextInt(ShopGoods.PRODUCTS), customer, rating, title, body, past());
        }
        return rows;
    }

    private ShopRows events() {
        ShopRows rows = new ShopRows("events");
        for (int id = 1; id <= EVENTS; id++) {
            boolean stranger = id % 500 == 0;
            Integer customer = random.nextInt(3) == 0
                    ? null
                    : Integer.valueOf((stranger ? 900_000 : 1) + random.nextInt(ShopPeople.CUSTOMERS));
            Instant at = past();
            int product = 1 + random.nextInt(ShopGoods.PRODUCTS);
            String payload =
                    "{\"product\": " + product + ", \"device\": \"" + (id % 3 == 0 ? "phone" : "desktop") + "\"}";
            Duration late =
                    id % 140 == 0 ? Duration.ofDays(2L + random.nextInt(5)) : Duration.ofMillis(random.nextInt(3_000));
            rows.add(id, customer, ShopGoods.pick(random, KINDS), payload, at, at.plus(late));
        }
        return rows;
    }

    private Instant past() {
        return now.minus(Duration.ofMinutes((long) (MINUTES * (1 - Math.sqrt(random.nextDouble())))));
    }
}
