package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one function's code and checks its types, as the engine's own validator does after it: so that the first fault is told with
 * its place, and the engine never collects millions of them. On the way it adds up what jumps cost.
 */
final class FunctionScan {
    private static final int VOID = 0x40;
    private static final int OTHER_MEMORY = 0x40;
    private static final int DROP = 0x1A;
    private static final int TABLE_GET = 0x25;
    private static final int TABLE_SET = 0x26;
    private static final int REF_NULL = 0xD0;
    private static final int REF_IS_NULL = 0xD1;
    private static final int REF_FUNC = 0xD2;
    private static final int TABLE_GROW = 15;
    private static final int TABLE_FILL = 17;

    private static final int JUMPS_COPIED_PER_STEP = 16;

    /** Names of a called method in a class file's constants, where no other function calls it too. */
    private static final int CONSTANTS_PER_CALL = 2;

    /** What each function has there: two names and what refers to them. */
    private static final int CONSTANTS_PER_FUNCTION = 8;

    private final ScanContext context;
    private final Binary binary;
    private final FunctionType type;
    private final ByteReader in;
    private final ModuleScan.Work work;
    private final TypeStack stack;
    private final List<Frame> frames = new ArrayList<>();
    private Frame top;
    private ValueType[] locals = {};
    private int constants = CONSTANTS_PER_FUNCTION;

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

    private FunctionScan(ScanContext context, FunctionType type, ByteReader in) {
        this.context = context;
        this.binary = context.binary();
        this.type = type;
        this.in = in;
        this.work = context.work();
        this.stack = new TypeStack(in);
        this.top = new Frame(Opcodes.BLOCK, 0, new FunctionType(List.of(), type.results()), false);
    }

    /** @return at most how many constants its Java code has */
    static int scan(ScanContext context, int index, byte[] module, Outline.Body body) {
        ByteReader in = new ByteReader(module, body.from(), body.end(), index);
        FunctionScan scan = new FunctionScan(context, context.binary().functionType(index), in);
        scan.scan();
        return scan.constants;
    }

    private void scan() {
        int bytesMax = work.bounds().functionBytesMax();
        if (in.left() > bytesMax) {
            throw in.malformed("function has " + in.left() + " bytes of code, at most " + bytesMax);
        }
        readLocals();
        frames.add(top);
        while (!frames.isEmpty()) {
            int at = in.position();
            try {
                instruction(in.oneByte());
            } catch (SplitException e) {
                // Whatever is wrong with it, an instruction is told by its first byte, as other tools do.
                throw in.malformedAt(at, e.problem());
            }
        }
        if (!in.atEnd()) {
            throw in.malformed("code goes on behind the function's end");
        }
    }

    private void readLocals() {
        int localsMax = work.bounds().localsMax();
        int sum = type.parameters().size();
        locals = type.parameters().toArray(ValueType[]::new);
        int groups = in.count();
        for (int i = 0; i < groups; i++) {
            long count = in.unsigned();
            // SECURITY: before anything is made of them; three bytes can declare any number.
            if (sum + count > localsMax) {
                throw in.malformed("function has " + (sum + count) + " locals, at most " + localsMax);
            }
            ValueType local = ValueType.read(in);
            locals = Arrays.copyOf(locals, Math.max(locals.length, sum + (int) count));
            Arrays.fill(locals, sum, sum + (int) count, local);
            sum += (int) count;
        }
        locals = Arrays.copyOf(locals, sum);
    }

    private void instruction(int opcode) {
        switch (opcode) {
            case Opcodes.BLOCK, Opcodes.LOOP, Opcodes.IF -> open(opcode);
            case Opcodes.ELSE -> startElse();
            case Opcodes.END -> close();
            case Opcodes.UNREACHABLE -> stack.die();
            case Opcodes.BR -> {
                jump(depth());
                stack.die();
            }
            case Opcodes.BR_IF -> {
                stack.pop(ValueType.I32);
                jump(depth());
            }
            case Opcodes.BR_TABLE -> table();
            case Opcodes.RETURN -> {
                jump(frames.size() - 1);
                stack.die();
            }
            case Opcodes.CALL -> call(binary.functionType(function()));
            case Opcodes.CALL_INDIRECT -> {
                stack.pop(ValueType.I32);
                FunctionType called =
                        binary.types().get(in.indexBelow(binary.types().size(), "type"));
                context.table(in);
                call(called);
            }
            case DROP -> stack.pop();
            case Opcodes.SELECT -> select();
            case Opcodes.SELECT_TYPED -> typedSelect();
            case Opcodes.LOCAL_GET -> stack.push(local());
            case Opcodes.LOCAL_SET -> stack.pop(local());
            case Opcodes.LOCAL_TEE -> {
                ValueType local = local();
                stack.pop(local);
                stack.push(local);
            }
            case Opcodes.GLOBAL_GET -> stack.push(context.global(in));
            case Opcodes.GLOBAL_SET -> stack.pop(context.global(in));
            case TABLE_GET -> {
                stack.pop(ValueType.I32);
                stack.push(context.table(in));
            }
            case TABLE_SET -> {
                stack.pop(context.table(in));
                stack.pop(ValueType.I32);
            }
            case REF_NULL -> {
                ValueType reference = ValueType.read(in);
                if (reference.isNumber()) {
                    throw in.malformed(reference + " is no type of references");
                }
                stack.push(reference);
            }
            case REF_IS_NULL -> {
                ValueType reference = stack.pop();
                if (reference != null && reference.isNumber()) {
                    throw in.malformed("needs a reference where the stack has " + reference);
                }
                stack.push(ValueType.I32);
            }
            case REF_FUNC -> {
                function();
                stack.push(ValueType.FUNCTION_REFERENCE);
            }
            case Opcodes.PREFIX -> prefixed();
            default -> plain(opcode);
        }
    }

    private void open(int opcode) {
        if (frames.size() > work.bounds().nestingMax()) {
            throw in.malformed("blocks nest more than " + work.bounds().nestingMax() + " deep");
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

    private void startElse() {
        if (top.opcode != Opcodes.IF || top.inElse) {
            throw in.malformed("else without if");
        }
        stack.checkAll(top.type.results());
        top.inElse = true;
        startBlock();
    }

    private void close() {
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
        if (index < 0 || index >= binary.types().size()) {
            throw in.malformed("block type " + index + " is not supported");
        }
        return binary.types().get((int) index);
    }

    private int depth() {
        return in.indexBelow(frames.size(), "enclosing block");
    }

    private int function() {
        return in.indexBelow(binary.typeOfFunction().size(), "function");
    }

    private ValueType local() {
        return locals[in.indexBelow(locals.length, "local")];
    }

    private void table() {
        stack.pop(ValueType.I32);
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
        stack.die();
    }

    private void jump(int depth) {
        Frame target = frames.get(frames.size() - 1 - depth);
        stack.checkTop(target.label());
        // The engine's class writer keeps all jumps to a label in an array that it lets grow by a few at a time.
        chargeJump(depth + target.jumps++ / JUMPS_COPIED_PER_STEP);
    }

    /** Each jump merges all locals and the stack into what is known at its target, and finds that by walking outwards. */
    private void chargeJump(int steps) {
        work.charge(1L + steps + locals.length + stack.size(), in);
    }

    private void call(FunctionType called) {
        constants += CONSTANTS_PER_CALL;
        stack.pop(called.parameters());
        stack.push(called.results());
    }

    private void select() {
        stack.pop(ValueType.I32);
        ValueType second = stack.pop();
        ValueType first = stack.pop();
        if ((first != null && !first.isNumber()) || (second != null && !second.isNumber())) {
            throw in.malformed("select between references must name their type");
        }
        if (first != null && second != null && first != second) {
            throw in.malformed("select between " + first + " and " + second);
        }
        stack.push(first == null ? second : first);
    }

    private void typedSelect() {
        if (in.index() != 1) {
            throw in.malformed("select of other than one type");
        }
        ValueType selected = ValueType.read(in);
        stack.pop(ValueType.I32);
        stack.pop(selected);
        stack.pop(selected);
        stack.push(selected);
    }

    private void prefixed() {
        int second = in.index();
        Opcodes.Shape shape = Opcodes.prefixed(second)
                .orElseThrow(() -> in.malformed("instruction 0xfc " + second + " is not supported"));
        if (second == TABLE_GROW) {
            stack.pop(ValueType.I32);
            stack.pop(context.table(in));
            stack.push(ValueType.I32);
        } else if (second == TABLE_FILL) {
            stack.pop(ValueType.I32);
            stack.pop(context.table(in));
            stack.pop(ValueType.I32);
        } else {
            plain(shape, Signatures.prefixed(second));
        }
    }

    private void plain(int opcode) {
        plain(
                Opcodes.plain(opcode).orElseThrow(() -> in.malformed(Opcodes.family(opcode) + " is not supported")),
                Signatures.plain(opcode));
    }

    private void plain(Opcodes.Shape shape, Signatures.@Nullable Signature signature) {
        if (signature == null) {
            throw new IllegalStateException("An instruction without types was not handled before");
        }
        constants += constants(shape.immediate());
        readImmediate(shape.immediate(), in);
        stack.apply(signature);
    }

    private static int constants(Opcodes.Immediate immediate) {
        return switch (immediate) {
            case I64, EIGHT_BYTES -> 2;
            case I32, FOUR_BYTES, MEMORY_ACCESS -> 1;
            default -> 0;
        };
    }

    static void readImmediate(Opcodes.Immediate immediate, ByteReader in) {
        switch (immediate) {
            case NONE -> {}
            case INDEX -> in.index();
            case TWO_INDEXES -> {
                in.index();
                in.index();
            }
            case MEMORY -> firstMemory(in);
            case TWO_MEMORIES -> {
                firstMemory(in);
                firstMemory(in);
            }
            case SEGMENT_AND_MEMORY -> {
                in.index();
                firstMemory(in);
            }
            case MEMORY_ACCESS -> {
                if ((in.unsigned() & OTHER_MEMORY) != 0) {
                    throw in.malformed("access to a second memory is not supported");
                }
                in.unsigned();
            }
            case I32, I64 -> in.signed();
            case FOUR_BYTES -> in.skip(4);
            case EIGHT_BYTES -> in.skip(8);
            case REFERENCE_TYPE -> ValueType.read(in);
        }
    }

    private static void firstMemory(ByteReader in) {
        if (in.oneByte() != 0) {
            throw in.malformed("access to a second memory is not supported");
        }
    }
}
