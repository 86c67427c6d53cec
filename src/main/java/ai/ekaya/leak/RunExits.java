package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * All that leaves one run, in the order in which it does: a value whose halves leave one after the other is found too, by the same exit
 * or by two. Not thread-safe.
 */
public final class RunExits {
    private static final Finding OTHERS = new Finding("others", Encoding.PLAIN);
    private static final byte[] NOTHING = {};

    /** Numbers of as many digits identify somebody; shorter ones are prices, years and postal codes. */
    private static final int SENSITIVE_DIGITS_LEAST = 9;

    private static final int ROW_DIGITS_LEAST = 7;

    private final Detector ofProject;
    private final int obtainedMax;
    private final Deque<KnownValue> obtained = new ArrayDeque<>();
    private Detector detector;
    private final Clock clock;
    private final int refusalsMax;
    private final int kindsMax;
    private final Map<Exit, byte[]> tails = new EnumMap<>(Exit.class);
    private final Map<Key, LeakCount> counts = new LinkedHashMap<>();
    private final ReadValues sensitive;
    private final ReadValues rows;
    private final Allowed allowed;
    private byte[] lastTail = NOTHING;
    private Optional<Exit> lastExit = Optional.empty();
    private int refusals;

    private record Key(Exit exit, Finding finding, Action action) {}

    public RunExits(Detector detector, Limits limits, Clock clock) {
        this(detector, limits, clock, Allowed.NOTHING);
    }

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

    public RunExits(Detector detector, Limits limits, Clock clock, Allowed allowed) {
        this.ofProject = detector;
        this.detector = detector;
        this.obtainedMax = limits.intOf(Limit.LEAK_OBTAINED_PER_RUN_COUNT);
        this.clock = clock;
        this.refusalsMax = limits.intOf(Limit.LEAK_REFUSALS_PER_RUN_COUNT);
        this.kindsMax = limits.intOf(Limit.LEAK_KINDS_PER_RUN_COUNT);
        this.sensitive = new ReadValues(SENSITIVE_DIGITS_LEAST, limits.intOf(Limit.LEAK_VALUES_PER_RUN_COUNT));
        this.rows = new ReadValues(ROW_DIGITS_LEAST, limits.intOf(Limit.LEAK_VALUES_PER_RUN_COUNT));
        this.allowed = allowed;
    }

    /** A secret that a call of the run brought up, such as a token that was traded for a credential: looked for until newer ones come. */
    public void know(KnownValue value) {
        if (obtained.contains(value)) {
            return;
        }
        if (obtained.size() >= obtainedMax) {
            obtained.removeFirst();
        }
        obtained.addLast(value);
        detector = ofProject.and(List.copyOf(obtained));
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
     * Before JSON goes out by an exit that blocks.
     *
     * @throws Refusal {@code LEAK}, also when the run has tried so often that more answers would tell it what a secret is
     */
    public void require(Exit exit, String json) {
        requireFew();
        json(exit, json).leak().ifPresent(this::refuse);
        requireNoneRead(exit, () -> sensitive.inJson(json));
    }

    /**
     * Before something goes out that may be JSON, a form or any other text, such as a request's address, a header or its body.
     *
     * @throws Refusal as {@link #require(Exit, String)}
     */
    public void require(Exit exit, byte[] content) {
        requireFew();
        String text = new String(content, UTF_8);
        // As text it is what a form or a header is; of JSON the strings alone follow one another.
        text(exit, text).leak().ifPresent(this::refuse);
        if (text.indexOf('"') >= 0) {
            json(exit, text).leak().ifPresent(this::refuse);
        }
        requireNoneRead(exit, () -> sensitive.in(content));
    }

    // SECURITY: guarded by SensitiveValuesIT.
    private void requireNoneRead(Exit exit, Supplier<Optional<String>> columnFound) {
        if (exit.stopsValues() && !allowed.open().contains(exit)) {
            refuseRead(exit, columnFound);
        }
    }

    private void refuseRead(Exit exit, Supplier<Optional<String>> columnFound) {
        if (sensitive.isFull()) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "This run has read more values of sensitive columns than can be looked for, so nothing leaves the"
                            + " project any more; read fewer, or leave out the sensitive columns");
        }
        columnFound.get().map(column -> new Finding(column, Encoding.READ)).ifPresent(finding -> {
            count(exit, finding, Action.BLOCK, 1);
            refuse(new Leak(exit, finding, Optional.empty()));
        });
    }

    /**
     * A text without the values of sensitive columns that the run has read, a mark in their place.
     *
     * @throws Refusal {@code LEAK} where one stands escaped, so that it cannot be cut out
     */
    public String masked(Exit exit, String text) {
        String masked = sensitive.masked(text);
        sensitive.columnsIn(text).forEach(column -> count(exit, new Finding(column, Encoding.READ), Action.REDACT, 1));
        refuseRead(exit, () -> sensitive.in(masked.getBytes(UTF_8)));
        return masked;
    }

    /**
     * Before something goes out that cannot be masked.
     *
     * @throws Refusal {@code LEAK} when a value of a sensitive column that the run has read stands in it
     */
    public void requireNoValues(Exit exit, String text) {
        refuseRead(exit, () -> sensitive.in(text.getBytes(UTF_8)));
    }

    /** A text that is not complete yet, without secrets, for who looks on: nothing is counted, and no other text is looked at with it. */
    public String shown(String text) {
        return detector.redacted(text);
    }

    /** What is kept for people: the text, or of one in which a value stands escaped nothing but whose it is. */
    private String diary(Exit exit, String text) {
        if (!exit.isDiary() || sensitive.isEmpty()) {
            return text;
        }
        Optional<String> column = sensitive.in(text.getBytes(UTF_8));
        if (column.isEmpty()) {
            return text;
        }
        count(exit, new Finding(column.get(), Encoding.READ), Action.REDACT, 1);
        String masked = sensitive.masked(text);
        return sensitive.in(masked.getBytes(UTF_8)).map(ReadValues::mark).orElse(masked);
    }

    /** A document that is kept for people, without values of sensitive columns; secrets were looked for already. */
    public String diaryJson(Exit exit, String json) {
        if (!exit.isDiary() || sensitive.isEmpty()) {
            return json;
        }
        Optional<String> column = sensitive.inJson(json);
        column.ifPresent(found -> count(exit, new Finding(found, Encoding.READ), Action.REDACT, 1));
        return column.map(found -> MaskedJson.of(json, sensitive, found)).orElse(json);
    }

    private void requireFew() {
        if (refusals >= refusalsMax) {
            throw new Refusal(
                    RefusalCode.LEAK,
                    "This run tried to let out secrets " + refusals + " times, so nothing leaves it any more");
        }
    }

    private void refuse(Leak leak) {
        refusals++;
        throw leak.refusal();
    }

    /** @param json a document, as it is about to leave */
    public Checked json(Exit exit, String json) {
        byte[] tail = tails.getOrDefault(exit, NOTHING);
        byte[] bytes = json.getBytes(UTF_8);
        JsonLeaves leaves = JsonLeaves.of(bytes, tail);
        Findings findings = detector.inJson(leaves, tail.length);
        int length = leaves.valuesLength() - tail.length;
        across(exit, leaves.values(), tail.length, length, findings);
        if (findings.isEmpty()) {
            went(exit, leaves.values(), leaves.valuesLength());
            return new Checked(diaryJson(exit, json), Optional.empty());
        }
        FoundInJson.At found = FoundInJson.of(json, detector, tail, findings);
        return told(exit, findings, found.pointer(), diaryJson(exit, found.redacted()));
    }

    /** @param text for people */
    public Checked text(Exit exit, String text) {
        byte[] tail = tails.getOrDefault(exit, NOTHING);
        byte[] bytes = text.getBytes(UTF_8);
        byte[] joined = joined(tail, bytes, 0, bytes.length);
        Findings findings = detector.inText(joined, joined.length, tail.length);
        across(exit, bytes, 0, bytes.length, findings);
        if (findings.isEmpty()) {
            went(exit, joined, joined.length);
            return new Checked(diary(exit, text), Optional.empty());
        }
        return told(exit, findings, Optional.empty(), diary(exit, Redaction.of(bytes, findings)));
    }

    /** Looks at the seam between what left by another exit just before, and this. */
    private void across(Exit exit, byte[] text, int from, int length, Findings into) {
        if (lastExit.isEmpty() || lastExit.get() == exit || length == 0) {
            return;
        }
        byte[] seam = joined(lastTail, text, from, Math.min(length, Detector.TAIL_BYTES));
        Findings found = detector.inText(seam, seam.length, lastTail.length);
        // What lies within this text alone was found in it already.
        if (into.isEmpty()) {
            found.counts().keySet().forEach(into::addSomewhere);
        }
    }

    private static byte[] joined(byte[] tail, byte[] text, int from, int length) {
        if (tail.length == 0 && from == 0 && length == text.length) {
            return text;
        }
        byte[] joined = new byte[tail.length + length];
        System.arraycopy(tail, 0, joined, 0, tail.length);
        System.arraycopy(text, from, joined, tail.length, length);
        return joined;
    }

    private void went(Exit exit, byte[] text, int length) {
        lastTail = Detector.tail(text, length);
        lastExit = Optional.of(exit);
        tails.put(exit, lastTail);
    }

    private Checked told(Exit exit, Findings findings, Optional<String> pointer, String safe) {
        // What was found has not left, so what follows is no second half of it.
        tails.remove(exit);
        lastTail = NOTHING;
        lastExit = Optional.empty();
        findings.counts().forEach((finding, count) -> count(exit, finding, exit.action(), count));
        return new Checked(safe, Optional.of(new Leak(exit, findings.first(), pointer)));
    }

    private void count(Exit exit, Finding finding, Action action, int count) {
        Instant now = clock.instant();
        Key key = new Key(exit, finding, action);
        Key fitting = counts.containsKey(key) || counts.size() < kindsMax ? key : new Key(exit, OTHERS, action);
        LeakCount before = counts.get(fitting);
        counts.put(
                fitting,
                before == null
                        ? new LeakCount(exit, fitting.finding(), action, count, now, now)
                        : before.and(count, now));
    }

    /** What was found so far; so many kinds at most, the rest together. */
    public List<LeakCount> counts() {
        return List.copyOf(counts.values());
    }
}
