package ai.ekaya.sandbox.split;

import java.util.List;

/**
 * A module after splitting.
 *
 * @param module the module's bytes; the very array that was given when nothing had to be cut
 * @param functions the functions over the limit, in order of their index
 * @param newFunctions how many functions were appended
 * @param newGlobals how many globals were appended, through which pieces hand values back
 * @param work how much of {@link SplitSettings#workMax} was used
 */
public record Split(byte[] module, List<SplitFunction> functions, int newFunctions, int newGlobals, long work) {
    public Split {
        functions = List.copyOf(functions);
    }
}
