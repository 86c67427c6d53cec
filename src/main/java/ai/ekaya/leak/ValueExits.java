package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The values that one run has read from datasources, and where they may not leave it. Not thread-safe. */
public final class ValueExits {
    /** Numbers of as many digits identify somebody; shorter ones are prices, years and postal codes. */
    private static final int SENSITIVE_DIGITS_LEAST = 9;

    private static final int ROW_DIGITS_LEAST = 7;

    private final RunFindings found;
    private final ReadValues sensitive;
    private final ReadValues rows;
    private final Allowed allowed;

    /**
     * What may leave that the run has read.
     *
     * @param open exits by which values of sensitive columns may leave
     * @param watchesRows whether values of other columns are not to stand in a prompt
     */
    public record Allowed(Set<Exit> open, boolean watchesRows) {
        public static final Allowed NOTHING = new Allowed(Set.of(), false);

        public Allowed {
            open = Set.copyOf(open);
        }
    }

    ValueExits(Limits limits, RunFindings found, Allowed allowed) {
        this.found = found;
        this.sensitive = new ReadValues(SENSITIVE_DIGITS_LEAST, limits.intOf(Limit.LEAK_VALUES_PER_RUN_COUNT));
        this.rows = new ReadValues(ROW_DIGITS_LEAST, limits.intOf(Limit.LEAK_VALUES_PER_RUN_COUNT));
        this.allowed = allowed;
    }

    /**
     * A value of a sensitive column that the run has read.
     *
     * @param column as people name it
     */
    public void read(String column, String value) {
        sensitive.add(column, value);
    }

    /** Whether values of columns that are not sensitive are to be told as well. */
    public boolean watchesRows() {
        return allowed.watchesRows();
    }

    /** A value of a column that is not sensitive. */
    public void readRow(String column, String value) {
        rows.add(column, value);
    }

    /**
     * Before a prompt is sent by a run that may not send rows to a model.
     *
     * @throws Refusal {@code NOT_PERMITTED} naming the column of a value that stands in it, {@code LIMIT} after more rows than can be
     *     looked for
     */
    public void requireNoRows(String prompt) {
        if (!allowed.watchesRows()) {
            return;
        }
        String how = "; ask for it in capabilities.json as llm.rowValuesAllowed, or send counts and sums";
        if (rows.isFull()) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "This run has read more values than can be looked for in a prompt, and it may send none to a model"
                            + how);
        }
        rows.in(prompt.getBytes(UTF_8)).ifPresent(column -> {
            throw new Refusal(
                    RefusalCode.NOT_PERMITTED,
                    "The prompt has a value of '" + column + "', and this app may send no values of rows to a model"
                            + how);
        });
    }

    /**
     * Before something goes out.
     *
     * @param columnIn the column of a value that stands in it
     * @throws Refusal {@code LEAK} where values of sensitive columns may not leave by this exit and one does, {@code LIMIT} after more
     *     values than can be looked for
     */
    // SECURITY: guarded by SensitiveValuesIT.
    void require(Exit exit, Function<ReadValues, Optional<String>> columnIn) {
        if (exit.stopsValues() && !allowed.open().contains(exit)) {
            refuse(exit, columnIn);
        }
    }

    private void refuse(Exit exit, Function<ReadValues, Optional<String>> columnIn) {
        if (sensitive.isFull()) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "This run has read more values of sensitive columns than can be looked for, so nothing leaves the"
                            + " project any more; read fewer, or leave out the sensitive columns");
        }
        columnIn.apply(sensitive)
                .map(column -> new Finding(column, Encoding.READ))
                .ifPresent(finding -> {
                    found.count(exit, finding, Action.BLOCK, 1);
                    found.refuse(new Leak(exit, finding, Optional.empty()));
                });
    }

    /**
     * A text without the values of sensitive columns that the run has read, a mark in their place.
     *
     * @throws Refusal {@code LEAK} where one stands escaped, so that it cannot be cut out
     */
    public String masked(Exit exit, String text) {
        String masked = sensitive.masked(text);
        sensitive.columnsIn(text).forEach(column -> redacted(exit, column));
        requireNoValues(exit, masked);
        return masked;
    }

    /**
     * Before something goes out that cannot be masked.
     *
     * @throws Refusal {@code LEAK} when a value of a sensitive column that the run has read stands in it
     */
    public void requireNoValues(Exit exit, String text) {
        refuse(exit, read -> read.in(text.getBytes(UTF_8)));
    }

    /** What is kept for people: the text, or of one in which a value stands escaped nothing but whose it is. */
    String diary(Exit exit, String text) {
        if (!exit.isDiary() || sensitive.isEmpty()) {
            return text;
        }
        Optional<String> column = sensitive.in(text.getBytes(UTF_8));
        if (column.isEmpty()) {
            return text;
        }
        redacted(exit, column.get());
        String masked = sensitive.masked(text);
        return sensitive.in(masked.getBytes(UTF_8)).map(ReadValues::mark).orElse(masked);
    }

    /** A document that is kept for people, without values of sensitive columns; secrets were looked for already. */
    public String diaryJson(Exit exit, String json) {
        if (!exit.isDiary() || sensitive.isEmpty()) {
            return json;
        }
        Optional<String> column = sensitive.inJson(json);
        column.ifPresent(in -> redacted(exit, in));
        return column.map(in -> MaskedJson.of(json, sensitive, in)).orElse(json);
    }

    /** As {@link #diaryJson}, of a document that is kept twice: nothing is counted. */
    public String shownJson(String json) {
        return sensitive.isEmpty()
                ? json
                : sensitive
                        .inJson(json)
                        .map(in -> MaskedJson.of(json, sensitive, in))
                        .orElse(json);
    }

    /** What is known of a text as a value of a sensitive column. */
    Optional<Finding> foundIn(byte[] text) {
        return sensitive.in(text).map(column -> new Finding(column, Encoding.READ));
    }

    private void redacted(Exit exit, String column) {
        found.count(exit, new Finding(column, Encoding.READ), Action.REDACT, 1);
    }
}
