package ai.ekaya.usage;

/** What was used. */
public record Spent(long runs, long fuel, long sqlMillis, long egressBytes, long tokens) {
    static final Spent NOTHING = new Spent(0, 0, 0, 0, 0);

    Spent plus(Spent other) {
        return new Spent(
                runs + other.runs,
                fuel + other.fuel,
                sqlMillis + other.sqlMillis,
                egressBytes + other.egressBytes,
                tokens + other.tokens);
    }

    long of(Meter meter) {
        return switch (meter) {
            case RUNS -> runs;
            case FUEL -> fuel;
            case SQL_MILLIS -> sqlMillis;
            case EGRESS_BYTES -> egressBytes;
            case TOKENS -> tokens;
        };
    }
}
