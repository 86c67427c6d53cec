package ai.ekaya.sandbox;

import java.util.Locale;

/**
 * What a figure must reach and what we want it to reach.
 *
 * @param unit behind the number, as {@code ×} or {@code ms}
 */
record Goal(Side side, double floor, double goal, String unit) {
    enum Side {
        AT_LEAST("≥ "),
        AT_MOST("≤ ");

        private final String sign;

        Side(String sign) {
            this.sign = sign;
        }
    }

    static Goal atLeast(double floor, double goal, String unit) {
        return new Goal(Side.AT_LEAST, floor, goal, unit);
    }

    static Goal atMost(double floor, double goal, String unit) {
        return new Goal(Side.AT_MOST, floor, goal, unit);
    }

    /** {@code fails} when it misses the floor. */
    String verdict(double measured) {
        if (reached(measured, goal)) {
            return "goal";
        }
        return reached(measured, floor) ? "floor" : "**fails**";
    }

    private boolean reached(double measured, double bound) {
        return side == Side.AT_LEAST ? measured >= bound : measured <= bound;
    }

    /** The cells floor, goal and verdict of a row. */
    String cells(double measured) {
        return side.sign + number(floor) + unit + " | " + side.sign + number(goal) + unit + " | " + verdict(measured);
    }

    String measured(double value) {
        return number(value) + unit;
    }

    /** Three digits that count, and thousands apart. */
    static String number(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (value == Math.rint(value) && value < 1000) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
