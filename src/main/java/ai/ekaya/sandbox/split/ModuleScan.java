package ai.ekaya.sandbox.split;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a whole module once, before the engine does, and makes nothing of it. It refuses what apps may not contain, counts that lie
 * about what follows, and what would cost far more to parse, check or compile than its bytes tell: of nesting, locals, jump
 * tables and types a few bytes each can be multiplied with one another.
 */
public final class ModuleScan {
    /** A Java method's parameters have 255 slots, of which the memory and the instance take two. */
    private static final int JVM_SLOTS_MAX = 250;

    /** Of 65,535 that a class file may have. */
    private static final int CLASS_CONSTANTS_MAX = 40_000;

    private static final int FUNCTIONS_PER_CLASS_MAX = 512;

    /** What one function costs that a {@code call_indirect} may reach: an entry of a switch and a label, in a class file. */
    private static final int WORK_PER_CALL_TARGET = 50;

    private static final int WORK_PER_TYPE_COMPARISON = 2;

    private final byte[] module;
    private final Work work;

    private ModuleScan(byte[] module, Bounds bounds) {
        this.module = module;
        this.work = new Work(bounds);
    }

    /**
     * @param nestingMax blocks within blocks
     * @param localsMax locals of one function, its parameters among them
     * @param functionBytesMax code of one function
     * @param segmentEntriesMax function references in all element segments together
     * @param tableElementsMax a table's elements at the start
     * @param workMax see {@link Cost#work}
     */
    public record Bounds(
            int nestingMax,
            int localsMax,
            int functionBytesMax,
            int segmentEntriesMax,
            long tableElementsMax,
            long workMax) {}

    /**
     * What compiling would cost beyond the code's mere length.
     *
     * @param work steps of some nanoseconds and some ten bytes each, most of them one local or stack value at one jump
     * @param functionsPerClass how many functions fit into one Java class, so that the engine need not find out by trying
     */
    public record Cost(long work, int functionsPerClass) {}

    /** What has been counted so far. */
    static final class Work {
        private final Bounds bounds;
        private long done;

        Work(Bounds bounds) {
            this.bounds = bounds;
        }

        Bounds bounds() {
            return bounds;
        }

        // SECURITY: bounds time and memory of parser, validator and compiler; guarded by HostileAppTest.
        void charge(long steps, ByteReader where) {
            done += steps;
            if (done > bounds.workMax()) {
                throw where.malformed("nesting, locals, stack and jumps together take more than the " + bounds.workMax()
                        + " steps of work allowed; compile with optimisation, or split up the largest functions");
            }
        }
    }

    /** @throws SplitException naming what is not accepted, in which function and at which byte */
    public static Cost scan(byte[] module, Bounds bounds) {
        return new ModuleScan(module, bounds).scan();
    }

    private Cost scan() {
        Outline outline = Outline.read(module);
        Binary binary = BinaryReader.read(module, outline);
        checkTypes(binary, outline);
        SectionScan.StartSizes sizes = SectionScan.StartSizes.read(module, outline);
        for (Section section : outline.sections()) {
            SectionScan.scan(module, section, work.bounds(), sizes);
        }
        ScanContext context = ScanContext.of(module, outline, binary, work);
        int[] constants = new int[binary.typeOfFunction().size()];
        for (int i = 0; i < outline.bodies().size(); i++) {
            int index = binary.importedFunctions() + i;
            constants[index] =
                    FunctionScan.scan(context, index, module, outline.bodies().get(i));
        }
        return new Cost(work.done, functionsPerClass(constants));
    }

    /** The engine makes a switch per type, of all functions of that type, and compares each function with each type. */
    private void checkTypes(Binary binary, Outline outline) {
        ByteReader where = outline.section(Section.TYPE)
                .map(section -> Outline.reader(module, section))
                .orElseGet(() -> new ByteReader(module, 0, module.length, SplitException.NO_FUNCTION));
        long comparison = 0;
        Map<FunctionType, Integer> same = new HashMap<>();
        for (FunctionType type : binary.types()) {
            checkSlots(type.parameters(), "parameters", where);
            checkSlots(type.results(), "results", where);
            comparison += WORK_PER_TYPE_COMPARISON + type.parameters().size() / 4;
            same.merge(type, 1, Integer::sum);
        }
        work.charge(comparison * binary.typeOfFunction().size(), where);
        for (int type : binary.typeOfFunction()) {
            work.charge((long) same.getOrDefault(binary.types().get(type), 1) * WORK_PER_CALL_TARGET, where);
        }
    }

    private static void checkSlots(List<ValueType> types, String what, ByteReader where) {
        int slots = types.stream().mapToInt(ValueType::jvmSlots).sum();
        if (slots > JVM_SLOTS_MAX) {
            throw where.malformed("a function type has " + types.size() + " " + what + ", at most " + JVM_SLOTS_MAX
                    + " (64-bit ones count twice)");
        }
    }

    private static int functionsPerClass(int[] constants) {
        int functions = FUNCTIONS_PER_CLASS_MAX;
        while (functions > 1 && !fit(constants, functions)) {
            functions /= 2;
        }
        return functions;
    }

    private static boolean fit(int[] constants, int functionsPerClass) {
        long sum = 0;
        for (int i = 0; i < constants.length; i++) {
            sum = (i % functionsPerClass == 0 ? 0 : sum) + constants[i];
            if (sum > CLASS_CONSTANTS_MAX) {
                return false;
            }
        }
        return true;
    }
}
