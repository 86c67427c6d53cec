package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that leaves one run, in the order in which it does: a value whose halves leave one after the other is found too, by the same exit
 * or by two. Not thread-safe.
 */
public final class RunExits {
    private static final byte[] NOTHING = {};

    /** Of a longer document keys and strings are looked at each for themselves alone, as looking twice would take twice as long. */
    private static final int WHOLE_BYTES_MAX = 64 * 1024;

    private final Detector ofProject;
    private final int obtainedMax;
    private final Deque<KnownValue> obtained = new ArrayDeque<>();
    private Detector detector;
    private final RunFindings found;
    private final ValueExits values;
    private final Map<Exit, byte[]> tails = new EnumMap<>(Exit.class);
    private byte[] lastTail = NOTHING;
    private Optional<Exit> lastExit = Optional.empty();

    public RunExits(Detector detector, Limits limits, Clock clock) {
        this(detector, limits, clock, ValueExits.Allowed.NOTHING);
    }

    public RunExits(Detector detector, Limits limits, Clock clock, ValueExits.Allowed allowed) {
        this.ofProject = detector;
        this.detector = detector;
        this.obtainedMax = limits.intOf(Limit.LEAK_OBTAINED_PER_RUN_COUNT);
        this.found = new RunFindings(limits, clock);
        this.values = new ValueExits(limits, found, allowed);
    }

    /**
     * A secret that a call of the run brought up, such as a token that was traded for a credential, or one that was set since the run
     * began: looked for until newer ones come.
     */
    public void know(KnownValue value) {
        boolean known = !ofProject.redacted(value.value()).equals(value.value());
        if (known || obtained.contains(value)) {
            return;
        }
        if (obtained.size() >= obtainedMax) {
            obtained.removeFirst();
        }
        obtained.addLast(value);
        detector = ofProject.and(List.copyOf(obtained));
    }

    /** What the run has read, where it may not leave. */
    public ValueExits values() {
        return values;
    }

    /**
     * Before JSON goes out by an exit that blocks.
     *
     * @throws Refusal {@code LEAK}, also when the run has tried so often that more answers would tell it what a secret is
     */
    public void require(Exit exit, String json) {
        found.requireFew();
        json(exit, json).leak().ifPresent(found::refuse);
        values.require(exit, read -> read.inJson(json));
    }

    /**
     * Before something goes out that may be JSON, a form or any other text, such as a request's address, a header or its body.
     *
     * @throws Refusal as {@link #require(Exit, String)}
     */
    public void require(Exit exit, byte[] content) {
        found.requireFew();
        String text = new String(content, UTF_8);
        // As text it is what a form or a header is; of JSON the strings alone follow one another.
        text(exit, text).leak().ifPresent(found::refuse);
        if (text.indexOf('"') >= 0) {
            json(exit, text).leak().ifPresent(found::refuse);
        }
        values.require(exit, read -> read.in(content));
    }

    /** A text that is not complete yet, without secrets, for who looks on: nothing is counted, and no other text is looked at with it. */
    public String shown(String text) {
        return detector.redacted(text);
    }

    /** @param json a document, as it is about to leave */
    public Checked json(Exit exit, String json) {
        byte[] tail = tails.getOrDefault(exit, NOTHING);
        byte[] bytes = json.getBytes(UTF_8);
        JsonLeaves leaves = JsonLeaves.of(bytes, tail);
        Findings findings = detector.inJson(leaves, tail.length);
        int length = leaves.valuesLength() - tail.length;
        across(exit, leaves.values(), tail.length, length, findings);
        keysWithValues(bytes, findings);
        if (findings.isEmpty()) {
            went(exit, leaves.values(), leaves.valuesLength());
            return new Checked(values.diaryJson(exit, json), Optional.empty());
        }
        FoundInJson.At at = FoundInJson.of(json, detector, tail, findings);
        return told(exit, findings, at.pointer(), values.diaryJson(exit, at.redacted()));
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
            return new Checked(values.diary(exit, text), Optional.empty());
        }
        return told(exit, findings, Optional.empty(), values.diary(exit, Redaction.of(bytes, findings)));
    }

    /**
     * Arguments of a call that was not made, as people may see them: nothing has looked at them, or not at all of them.
     *
     * @param json as it came; what is no JSON is read as one too
     */
    public String refused(String json) {
        Checked checked = json(Exit.RECORD, json);
        return checked.leak()
                .map(leak -> HiddenJson.of(json, this::foundIn, leak.finding()))
                .orElse(checked.safe());
    }

    /** The same of a call that was refused as a leak, whatever is found in them now: another exit, or what left before, is part of it. */
    public String leaking(String json) {
        return HiddenJson.of(json, this::foundIn, found.last());
    }

    private Optional<Finding> foundIn(byte[] text) {
        return detector.foundIn(text).or(() -> values.foundIn(text));
    }

    /** A secret whose first half is a key and whose second one its value, and keys that say what their value is. */
    private void keysWithValues(byte[] json, Findings into) {
        if (into.isEmpty() && json.length <= WHOLE_BYTES_MAX) {
            detector.inText(json, json.length, 0).counts().keySet().forEach(into::addSomewhere);
        }
    }

    /** Looks at the seam between what left by another exit just before, and this. */
    private void across(Exit exit, byte[] text, int from, int length, Findings into) {
        if (lastExit.isEmpty() || lastExit.get() == exit || length == 0) {
            return;
        }
        byte[] seam = joined(lastTail, text, from, Math.min(length, Detector.TAIL_BYTES));
        Findings across = detector.inText(seam, seam.length, lastTail.length);
        // What lies within this text alone was found in it already.
        if (into.isEmpty()) {
            across.counts().keySet().forEach(into::addSomewhere);
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
        findings.counts().forEach((finding, count) -> found.count(exit, finding, exit.action(), count));
        return new Checked(safe, Optional.of(new Leak(exit, findings.first(), pointer)));
    }

    /** What was found so far; so many kinds at most, the rest together. */
    public List<LeakCount> counts() {
        return found.counts();
    }
}
