package ai.ekaya.sandbox;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;

/**
 * How much of a thread's stack each function of a compiled app takes, in whichever of HotSpot's forms is largest; so that a stack
 * counted by these numbers ends at one depth, and before Java's does.
 *
 * <p>In the interpreter a frame has 8 bytes for each local and each operand. HotSpot's first compiler (C1) gives every value that lives
 * across a call a place of its own and uses none of them twice: its frames grow with the length of the code, up to ten times the
 * interpreter's. The second compiler's are smaller.
 */
final class FrameSizes {
    static final FrameSizes NONE = new FrameSizes();

    /** A frame's own fields, and those of the bridges ({@code call_indirect}) that may stand between two functions. */
    private static final int OVERHEAD_BYTES = 320;

    private static final int SLOT_BYTES = 8;

    /** Two bridges, each of which has the parameters as locals and again as operands. */
    private static final int BRIDGE_BYTES_PER_PARAMETER = 4 * SLOT_BYTES;

    /** Measured with functions that do nothing but keep values across calls, up to 1.9 beside the above. */
    private static final int COMPILED_BYTES_PER_CODE_BYTE = 2;

    private final Map<String, Integer> bytes = new HashMap<>();

    private FrameSizes() {}

    static FrameSizes of(ClassReader reader) {
        FrameSizes sizes = new FrameSizes();
        for (MethodSizes.Method method : MethodSizes.of(reader)) {
            // HotSpot compiles none that is larger.
            int compiled = COMPILED_BYTES_PER_CODE_BYTE * Math.min(method.codeBytes(), MethodSizes.CODE_BYTES_MAX);
            int parameterSlots = Type.getArgumentsAndReturnSizes(method.descriptor()) >> 2;
            sizes.bytes.put(
                    method.name(),
                    OVERHEAD_BYTES
                            + SLOT_BYTES * (method.localSlots() + method.stackSlots())
                            + BRIDGE_BYTES_PER_PARAMETER * parameterSlots
                            + compiled);
        }
        return sizes;
    }

    int bytesOf(String method) {
        return bytes.getOrDefault(method, OVERHEAD_BYTES);
    }
}
