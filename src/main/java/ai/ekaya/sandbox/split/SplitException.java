package ai.ekaya.sandbox.split;

/** The module cannot be split: it is malformed, uses what the splitter does not know, or costs more work than allowed. */
public final class SplitException extends RuntimeException {
    /** In place of a function's index, when the fault is outside any function. */
    public static final int NO_FUNCTION = -1;

    private static final long serialVersionUID = 1;

    private final int function;
    private final int offset;
    private final String problem;

    SplitException(int function, int offset, String problem) {
        super((function == NO_FUNCTION ? "" : "Function " + function + ", ") + "byte " + offset + ": " + problem);
        this.function = function;
        this.offset = offset;
        this.problem = problem;
    }

    /** The message without the place. */
    public String problem() {
        return problem;
    }

    /** Index of the function among all of the module, imported ones first; {@link #NO_FUNCTION} when outside. */
    public int function() {
        return function;
    }

    /** Bytes from the module's beginning. */
    public int offset() {
        return offset;
    }
}
