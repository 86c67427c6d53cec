package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;

/**
 * Finds known values, in the forms that {@link Encoding} lists, and well-known kinds of keys. It holds no value, only keyed fingerprints.
 * Immutable.
 */
public final class Detector {
    /** How much of what went before is looked at with what comes. */
    static final int TAIL_BYTES = 512;

    private static final KeyShapes SHAPES = new KeyShapes();
    private static final byte[] NOTHING = {};
    private static final Detector OF_NOTHING = new Detector(List.of(), Optional.empty());

    private final List<String> names;
    private final Fingerprints folded;
    private final Fingerprints exact;
    private final Optional<Detector> others;

    private Detector(List<KnownValue> values, Optional<Detector> others) {
        this.others = others;
        Fingerprints.Builder strong = new Fingerprints.Builder(Alphabet.FOLDED);
        Fingerprints.Builder fair = new Fingerprints.Builder(Alphabet.EXACT);
        this.names = values.stream().map(KnownValue::name).toList();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i).value();
            add(strong, fair, i, value);
            for (String inner : InnerValues.of(value)) {
                add(strong, fair, i, inner);
            }
        }
        this.folded = strong.build();
        this.exact = fair.build();
    }

    /** Of these values; those that any text may have by chance are left out ({@link #watches}). */
    public static Detector of(List<KnownValue> values) {
        return values.isEmpty() ? OF_NOTHING : new Detector(values, Optional.empty());
    }

    /** This one, and values that came up later. */
    Detector and(List<KnownValue> values) {
        return new Detector(values, Optional.of(this));
    }

    /** Whether such a value is looked for: it has eight bytes or more, and is no word, number or usual password. */
    public static boolean watches(String value) {
        return Strength.of(value) != Strength.WEAK;
    }

    private static void add(Fingerprints.Builder strong, Fingerprints.Builder fair, int number, String value) {
        Strength strength = Strength.of(value);
        if (strength == Strength.WEAK) {
            return;
        }
        byte[] bytes = value.getBytes(UTF_8);
        boolean isLoose = strength == Strength.STRONG && Alphabet.FOLDED.read(bytes).length >= bytes.length / 2;
        Fingerprints.Builder into = isLoose ? strong : fair;
        Forms forms = new Forms((text, encoding) -> into.add(text, new Fingerprints.Form(number, encoding)));
        Forms.pieces(bytes).forEach(forms::all);
        if (isLoose && bytes.length <= TAIL_BYTES) {
            forms.parts(value);
        }
        String plain = OtherLetters.plain(value);
        if (!plain.equals(value)) {
            // As it stands in a text that is read in plain letters.
            add(strong, fair, number, plain);
        }
    }

    /** A text for people without what is found in it, for one that leaves no run: no other text is looked at with it, and nothing counted. */
    public String redacted(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Findings findings = inText(bytes, bytes.length, 0);
        return findings.isEmpty() ? text : Redaction.of(bytes, findings);
    }

    /** The same of a JSON document, which stays one. */
    public String redactedJson(String json) {
        Findings findings = inJson(JsonLeaves.of(json.getBytes(UTF_8), NOTHING), 0);
        return findings.isEmpty()
                ? json
                : FoundInJson.of(json, this, NOTHING, findings).redacted();
    }

    /** What is found in a text, each kind once, in words; for who tells of it and takes nothing out. */
    public List<String> kinds(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return inText(bytes, bytes.length, 0).counts().keySet().stream()
                .map(Finding::words)
                .distinct()
                .toList();
    }

    /** The same of one whose parts are not to be told from each other either: of something in pieces no piece is left. */
    public String hiddenJson(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        Findings findings = inJson(JsonLeaves.of(bytes, NOTHING), 0);
        // A key and its value, and what is no JSON.
        inText(bytes, bytes.length, 0).counts().keySet().forEach(findings::addSomewhere);
        return findings.isEmpty() ? json : HiddenJson.of(json, this::foundIn, findings.first());
    }

    Optional<Finding> foundIn(byte[] text) {
        Findings findings = inText(text, text.length, 0);
        return findings.isEmpty() ? Optional.empty() : Optional.of(findings.first());
    }

    /** How many fingerprints it holds. */
    public int fingerprints() {
        return folded.count()
                + exact.count()
                + others.map(Detector::fingerprints).orElse(0);
    }

    /** What is found in a text for people. */
    Findings inText(byte[] text, int length, int mark) {
        Findings findings = new Findings();
        scan(text, length, mark, findings, false);
        return findings;
    }

    /** @param tailLength of the strings, what stood there before */
    Findings inJson(JsonLeaves leaves, int tailLength) {
        Findings findings = new Findings();
        scan(leaves.values(), leaves.valuesLength(), tailLength, findings, true);
        scan(leaves.others(), leaves.othersLength(), 0, findings, true);
        return findings;
    }

    static byte[] tail(byte[] text, int length) {
        return length == 0 ? NOTHING : java.util.Arrays.copyOfRange(text, Math.max(0, length - TAIL_BYTES), length);
    }

    private void scan(byte[] text, int length, int mark, Findings findings, boolean isJson) {
        seen(text, length, (finding, first, last) -> {
            if (last >= mark) {
                add(findings, finding, first, last, mark, isJson);
            }
        });
        otherLetters(text, length, mark, isJson, findings);
        byte[] now = text;
        int nowLength = length;
        int nowMark = mark;
        for (int round = 0; round < Escapes.ROUNDS_MAX; round++) {
            Optional<Escapes.Read> read = Escapes.read(now, nowLength, nowMark);
            if (read.isEmpty()) {
                return;
            }
            escaped(read.get(), findings);
            now = read.get().text();
            nowLength = read.get().length();
            nowMark = read.get().mark();
            otherLetters(now, nowLength, nowMark, true, findings);
        }
    }

    private void escaped(Escapes.Read read, Findings findings) {
        seen(read.text(), read.length(), (finding, first, last) -> {
            if (last >= read.mark()) {
                findings.addSomewhere(finding.as(Encoding.ESCAPED));
            }
        });
    }

    /** What is written in letters beyond ASCII, and what is escaped in such; what is not so is found without it. */
    private void otherLetters(byte[] text, int length, int mark, boolean somewhere, Findings findings) {
        Optional<OtherLetters> read = OtherLetters.read(text, length, mark);
        if (read.isEmpty()) {
            return;
        }
        OtherLetters plain = read.get();
        seen(plain.text(), plain.length(), (finding, first, last) -> {
            if (last >= plain.mark() && plain.isOther(first, last)) {
                Finding other = finding.as(Encoding.OTHER_LETTERS);
                add(findings, other, plain.place(first), plain.placeBehind(last) - 1, mark, somewhere);
            }
        });
        Escapes.read(plain.text(), plain.length(), plain.mark()).ifPresent(escaped -> escaped(escaped, findings));
    }

    /** Told of what was found; {@code first} and {@code last} are bytes of the text, both inclusive. */
    @FunctionalInterface
    private interface Seen {
        void seen(Finding finding, int first, int last);
    }

    /** What stands in a text as it is. */
    private void seen(byte[] text, int length, Seen seen) {
        Fingerprints.Found known =
                (form, first, last) -> seen.seen(new Finding(names.get(form.value()), form.encoding()), first, last);
        folded.scan(text, length, known);
        exact.scan(text, length, known);
        if (others.isPresent()) {
            // It knows the shapes too.
            others.get().seen(text, length, seen);
            return;
        }
        SHAPES.scan(text, length, (name, first, last) -> seen.seen(new Finding(name, Encoding.SHAPE), first, last));
    }

    private static void add(Findings findings, Finding finding, int first, int last, int mark, boolean somewhere) {
        if (somewhere) {
            findings.addSomewhere(finding);
        } else {
            findings.add(finding, new Findings.Range(Math.max(first, mark) - mark, last - mark));
        }
    }

    @Override
    public String toString() {
        return "Detector of " + names.size() + " values";
    }
}
