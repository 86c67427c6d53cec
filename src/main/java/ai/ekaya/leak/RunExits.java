package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that leaves one run, in the order in which it does: a value whose halves leave one after the other is found too, by the same exit
 * or by two. Not thread-safe.
 */
public final class RunExits {
    private static final Finding OTHERS = new Finding("others", Encoding.PLAIN);
    private static final byte[] NOTHING = {};

    private final Detector detector;
    private final Clock clock;
    private final int refusalsMax;
    private final int kindsMax;
    private final Map<Exit, byte[]> tails = new EnumMap<>(Exit.class);
    private final Map<Key, LeakCount> counts = new LinkedHashMap<>();
    private byte[] lastTail = NOTHING;
    private Optional<Exit> lastExit = Optional.empty();
    private int refusals;

    private record Key(Exit exit, Finding finding) {}

    public RunExits(Detector detector, Limits limits, Clock clock) {
        this.detector = detector;
        this.clock = clock;
        this.refusalsMax = limits.intOf(Limit.LEAK_REFUSALS_PER_RUN_COUNT);
        this.kindsMax = limits.intOf(Limit.LEAK_KINDS_PER_RUN_COUNT);
    }

    /**
     * Before JSON goes out by an exit that blocks.
     *
     * @throws Refusal {@code LEAK}, also when the run has tried so often that more answers would tell it what a secret is
     */
    public void require(Exit exit, String json) {
        requireFew();
        json(exit, json).leak().ifPresent(this::refuse);
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
            return new Checked(json, Optional.empty());
        }
        FoundInJson.At found = FoundInJson.of(json, detector, tail, findings);
        return told(exit, findings, found.pointer(), found.redacted());
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
            return new Checked(text, Optional.empty());
        }
        return told(exit, findings, Optional.empty(), Redaction.of(bytes, findings));
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
        Instant now = clock.instant();
        findings.counts().forEach((finding, count) -> {
            Key key = new Key(exit, finding);
            Key fitting = counts.containsKey(key) || counts.size() < kindsMax ? key : new Key(exit, OTHERS);
            LeakCount before = counts.get(fitting);
            counts.put(
                    fitting,
                    before == null
                            ? new LeakCount(exit, fitting.finding(), exit.action(), count, now, now)
                            : before.and(count, now));
        });
        return new Checked(safe, Optional.of(new Leak(exit, findings.first(), pointer)));
    }

    /** What was found so far; so many kinds at most, the rest together. */
    public List<LeakCount> counts() {
        return List.copyOf(counts.values());
    }
}
