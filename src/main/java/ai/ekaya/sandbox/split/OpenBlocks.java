package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.List;

/** The open blocks of a function that is scanned, and what jumps to them carry and cost. Not thread-safe. */
final class OpenBlocks {
    private static final int VOID = 0x40;
    private static final int JUMPS_COPIED_PER_STEP = 16;

    private final ScanContext context;
    private final ByteReader in;
    private final TypeStack stack;
    private final int locals;
    private final List<Frame> frames = new ArrayList<>();
    private Frame top;

    /** An open block: its kind, the stack below it, what it takes and leaves, and how many blocks it has had so far. */
    private static final class Frame {
        private final int opcode;
        private final int base;
        private final FunctionType type;
        private final boolean bornDead;
        private boolean inElse;
        private int children;
        private int jumps;

        Frame(int opcode, int base, FunctionType type, boolean bornDead) {
            this.opcode = opcode;
            this.base = base;
            this.type = type;
            this.bornDead = bornDead;
        }

        /** What a jump to it carries. */
        List<ValueType> label() {
            return opcode == Opcodes.LOOP ? type.parameters() : type.results();
        }
    }

    /** @param locals of the function, its parameters included */
    OpenBlocks(ScanContext context, ByteReader in, TypeStack stack, List<ValueType> results, int locals) {
        this.context = context;
        this.in = in;
        this.stack = stack;
        this.locals = locals;
        this.top = new Frame(Opcodes.BLOCK, 0, new FunctionType(List.of(), results), false);
        frames.add(top);
    }

    /** Whether the function's own block is closed. */
    boolean none() {
        return frames.isEmpty();
    }

    void open(int opcode) {
        if (frames.size() > context.work().bounds().nestingMax()) {
            throw in.malformed(
                    "blocks nest more than " + context.work().bounds().nestingMax() + " deep");
        }
        FunctionType block = blockType();
        if (opcode == Opcodes.IF) {
            stack.pop(ValueType.I32);
        }
        stack.pop(block.parameters());
        top.children++;
        top = new Frame(opcode, stack.size(), block, stack.dead());
        frames.add(top);
        startBlock();
    }

    /** The engine copies its whole stack of types at each block. */
    private void startBlock() {
        stack.truncate(top.base);
        stack.enter(top.base, top.bornDead);
        stack.push(top.type.parameters());
        chargeJump(0);
    }

    void startElse() {
        if (top.opcode != Opcodes.IF || top.inElse) {
            throw in.malformed("else without if");
        }
        stack.checkAll(top.type.results());
        top.inElse = true;
        startBlock();
    }

    void close() {
        stack.checkAll(top.type.results());
        boolean withoutElse = top.opcode == Opcodes.IF && !top.inElse;
        if (withoutElse && !top.type.parameters().equals(top.type.results())) {
            throw in.malformed("if without else has a result");
        }
        Frame closed = frames.removeLast();
        if (frames.isEmpty()) {
            return;
        }
        top = frames.getLast();
        stack.truncate(closed.base);
        stack.enter(top.base, closed.bornDead);
        stack.push(closed.type.results());
        // The engine's parser goes through all blocks of the parent at each loop's end.
        chargeJump(closed.opcode == Opcodes.LOOP ? top.children : 0);
    }

    private FunctionType blockType() {
        int at = in.position();
        int first = in.oneByte();
        if (first == VOID) {
            return FunctionType.EMPTY;
        }
        var single = ValueType.ofCode(first);
        if (single.isPresent()) {
            return new FunctionType(List.of(), List.of(single.get()));
        }
        ByteReader again = in.from(at);
        long index = again.signed();
        in.skip(again.position() - in.position());
        if (index < 0 || index >= context.binary().types().size()) {
            throw in.malformed("block type " + index + " is not supported");
        }
        return context.binary().types().get((int) index);
    }

    private int depth() {
        return in.indexBelow(frames.size(), "enclosing block");
    }

    /** A jump to the block that the code names next. */
    void jump() {
        jump(depth());
    }

    /** A jump out of the function. */
    void jumpOut() {
        jump(frames.size() - 1);
    }

    /** Jumps to all blocks that the code names next. */
    void jumpToEach() {
        int count = in.count();
        int arity = -1;
        for (int i = 0; i <= count; i++) {
            int depth = depth();
            int carried = frames.get(frames.size() - 1 - depth).label().size();
            if (arity >= 0 && carried != arity) {
                throw in.malformed("br_table carries different numbers of values");
            }
            arity = carried;
            jump(depth);
        }
    }

    private void jump(int depth) {
        Frame target = frames.get(frames.size() - 1 - depth);
        stack.checkTop(target.label());
        // The engine's class writer keeps all jumps to a label in an array that it lets grow by a few at a time.
        chargeJump(depth + target.jumps++ / JUMPS_COPIED_PER_STEP);
    }

    /** Each jump merges all locals and the stack into what is known at its target, and finds that by walking outwards. */
    private void chargeJump(int steps) {
        context.work().charge(1L + steps + locals + stack.size(), in);
    }
}
