package ai.ekaya.sandbox.split;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a tree as a function's bytes. Here branches get their depths. */
final class FunctionEncoder {
    private static final int VOID = 0x40;

    private final ByteWriter out = new ByteWriter();
    private final Map<Block, Integer> depths = new HashMap<>();

    private FunctionEncoder() {}

    static byte[] encode(FunctionTree function) {
        return new FunctionEncoder().write(function);
    }

    private byte[] write(FunctionTree function) {
        writeLocals(function.locals()
                .subList(function.type().parameters().size(), function.locals().size()));
        depths.put(function.root(), 0);
        writeAll(function.root().body(), 0);
        out.oneByte(Opcodes.END);
        return out.toBytes();
    }

    private void writeLocals(List<ValueType> locals) {
        ByteWriter groups = new ByteWriter();
        int groupCount = 0;
        int from = 0;
        for (int i = 1; i <= locals.size(); i++) {
            if (i == locals.size() || locals.get(i) != locals.get(from)) {
                groups.unsigned(i - from).oneByte(locals.get(from).code());
                groupCount++;
                from = i;
            }
        }
        out.unsigned(groupCount).bytes(groups.toBytes());
    }

    private void writeAll(List<Node> nodes, int depth) {
        for (Node node : nodes) {
            switch (node) {
                case Block block -> writeBlock(block, depth);
                case Node.Plain plain -> out.bytes(plain.bytes());
                case Node.Local local -> out.oneByte(local.access().opcode()).unsigned(local.index());
                case Node.PieceCall call -> out.oneByte(Opcodes.CALL).unsigned(call.function());
                case Node.Slot slot ->
                    out.oneByte(slot.writes() ? Opcodes.GLOBAL_SET : Opcodes.GLOBAL_GET)
                            .unsigned(slot.global());
                case Node.Branch branch -> out.oneByte(Opcodes.BR).unsigned(label(branch.target(), depth));
                case Node.BranchIf branch -> out.oneByte(Opcodes.BR_IF).unsigned(label(branch.target(), depth));
                case Node.BranchTable table -> {
                    out.oneByte(Opcodes.BR_TABLE).unsigned(table.targets().size() - 1);
                    table.targets().forEach(target -> out.unsigned(label(target, depth)));
                }
                case Node.Return end -> out.oneByte(Opcodes.RETURN);
                case Node.Unreachable trap -> out.oneByte(Opcodes.UNREACHABLE);
            }
        }
    }

    private void writeBlock(Block block, int depth) {
        out.oneByte(block.kind().opcode());
        if (block.typeIndex().isPresent()) {
            out.signed(block.typeIndex().get());
        } else {
            List<ValueType> results = block.type().results();
            out.oneByte(results.isEmpty() ? VOID : results.getFirst().code());
        }
        depths.put(block, depth + 1);
        writeAll(block.body(), depth + 1);
        if (!block.otherwise().isEmpty()) {
            out.oneByte(Opcodes.ELSE);
            writeAll(block.otherwise(), depth + 1);
        }
        out.oneByte(Opcodes.END);
        depths.remove(block);
    }

    private int label(Block target, int depth) {
        Integer at = depths.get(target);
        if (at == null) {
            throw new IllegalStateException("A jump was moved out of the block that it goes to");
        }
        return depth - at;
    }
}
