package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Cuts large functions of a WebAssembly module into smaller ones that do the same. HotSpot compiles no method of more than 8,000
 * bytes, so a large function, such as the loop of an interpreter, would run some 20 times slower than it could.
 *
 * <p>What the module computes, traps on, imports and exports stays the same; the work that it counts as does not, so whatever
 * depends on counted work must be keyed by {@link #VERSION} too. The same module and settings always give the same bytes.
 */
public final class Splitter {
    /** Changes whenever the output for any module does. */
    public static final String VERSION = "split-1";

    /** A function of fewer bytes is never over a sensible limit, and is not even read. */
    private static final int READ_BYTES_MIN = 2_500;

    private final byte[] module;
    private final SplitSettings settings;
    private final Budget budget;
    private final Outline outline;
    private final List<SplitFunction> report = new ArrayList<>();

    private Splitter(byte[] module, SplitSettings settings) {
        this.module = module;
        this.settings = settings;
        this.budget = new Budget(settings.workMax());
        this.outline = Outline.read(module);
    }

    /** @throws SplitException when the module is malformed, uses something unknown in a large function, or costs too much work */
    public static Split split(byte[] module, SplitSettings settings) {
        return new Splitter(module, settings).split();
    }

    private Split split() {
        int readMin = Math.min(READ_BYTES_MIN, settings.limit() / 2);
        if (outline.bodies().stream().allMatch(body -> body.bytes() < readMin)) {
            return new Split(module, report, 0, 0, 0);
        }
        Binary binary = BinaryReader.read(module, outline);
        Additions additions = new Additions(binary);
        Map<Integer, byte[]> changed = new TreeMap<>();
        for (int i = 0; i < outline.bodies().size(); i++) {
            if (outline.bodies().get(i).bytes() >= readMin) {
                int body = i;
                split(binary, body, additions).ifPresent(code -> changed.put(body, code));
            }
        }
        byte[] result = changed.isEmpty() ? module : ModuleWriter.write(module, outline, changed, additions);
        return new Split(
                result,
                report,
                additions.functions().size(),
                additions.globals().size(),
                budget.work());
    }

    /** @return the function's new body, if it has one */
    private Optional<byte[]> split(Binary binary, int body, Additions additions) {
        int index = binary.importedFunctions() + body;
        int offset = outline.bodies().get(body).from();
        budget.enter(index, offset);
        FunctionTree function =
                FunctionDecoder.decode(binary, index, module, outline.bodies().get(body), budget);
        int before = SizeModel.ofAll(function.root().body());
        if (before <= settings.limit()) {
            return Optional.empty();
        }
        ResultsToLocals.apply(function, offset, budget);
        SinkBeforeSwitch.apply(function);
        Optional<String> tooLarge = tooLargeForLiveness(function);
        if (tooLarge.isPresent()) {
            report.add(new SplitFunction(index, binary.nameOf(index), before, before, 0, 0, tooLarge));
            return Optional.empty();
        }
        var result = new FunctionSplitter(settings, additions, budget).split(function);
        report.add(new SplitFunction(
                index,
                binary.nameOf(index),
                before,
                result.size(),
                result.pieces(),
                result.largestPiece(),
                Optional.empty()));
        return result.pieces() == 0 ? Optional.empty() : Optional.of(FunctionEncoder.encode(function));
    }

    private static Optional<String> tooLargeForLiveness(FunctionTree function) {
        long blocks = Walk.blocks(function.root().body()).size();
        long locals = function.locals().size();
        // SECURITY: bounds the heap that a hostile function takes.
        return blocks * locals > Liveness.KEPT_BITS_MAX
                ? Optional.of("it has " + locals + " locals and " + blocks + " blocks, at most "
                        + Liveness.KEPT_BITS_MAX + " of one times the other")
                : Optional.empty();
    }
}
