package ai.ekaya.pack;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of a schema, which a package may bring: all patterns of one check look at its texts so often and no more, then nothing fits.
 * Thread-safe.
 *
 * <p>SECURITY: some patterns take longer than the age of the world for thirty characters, on the server's own thread. Guarded by
 * ArgumentSchemaTest.a_pattern_that_would_never_end_does_not_fit.
 */
final class BoundedPattern implements RegularExpression {
    /**
     * Some eighty for each byte of the largest arguments; a fraction of a second. No {@code Limit}, as it is no operator's to raise: patterns
     * fit or not by it, and a package must do the same on every server.
     */
    private static final int LOOKS_MAX = 20_000_000;

    private static final ThreadLocal<int[]> LEFT = ThreadLocal.withInitial(() -> new int[1]);

    private final Pattern pattern;

    BoundedPattern(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    /** Whether it is a pattern of {@code java.util.regex}, and not nested deeper than that reads. */
    static boolean isReadable(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException | StackOverflowError unreadable) {
            return false;
        }
    }

    /** On this thread another check begins. */
    static void begin() {
        LEFT.get()[0] = LOOKS_MAX;
    }

    @Override
    public boolean matches(String text) {
        try {
            return pattern.matcher(new Watched(text, LEFT.get())).find();
        } catch (TooOften | StackOverflowError never) {
            // Long texts run the JDK's matcher out of stack where the pattern repeats alternatives.
            return false;
        }
    }

    /** Without a stack trace: it goes a few frames up. */
    private static final class TooOften extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooOften() {
            super("Looked too often", null, false, false);
        }
    }

    /** @param left how often it may still be looked at, shared with its parts */
    private record Watched(CharSequence text, int[] left) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (left[0] <= 0 || --left[0] == 0) {
                throw new TooOften();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text.subSequence(start, end), left);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
