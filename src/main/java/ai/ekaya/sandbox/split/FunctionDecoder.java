package ai.ekaya.sandbox.split;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a tree of one function's bytes. Code that is never reached, because it follows an unconditional jump, is left out: only
 * there may the stack hold what the instructions do not say.
 */
final class FunctionDecoder {
    /** Later steps recurse over the nesting; a switch of as many cases still fits, and so does a thread's stack of 1 MiB. */
    static final int NESTING_MAX = 1_000;

    /** Some twenty times what the JVM takes as one method; a tree of so many takes 100 MB. */
    static final int NODES_MAX = 1 << 19;

    /** Sets of them are kept for blocks and exits. */
    static final int LOCALS_MAX = 20_000;

    private static final int VOID = 0x40;
    private static final int OTHER_MEMORY = 0x40;

    private final Binary binary;
    private final ByteReader in;
    private final FunctionTree function;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<Integer, Node.Plain> withoutImmediate = new HashMap<>();
    private final Budget budget;
    private int nodes;

    private FunctionDecoder(Binary binary, ByteReader in, FunctionTree function, Budget budget) {
        this.binary = binary;
        this.in = in;
        this.function = function;
        this.budget = budget;
    }

    static FunctionTree decode(Binary binary, int index, byte[] module, Outline.Body body, Budget budget) {
        ByteReader in = new ByteReader(module, body.from(), body.end(), index);
        FunctionType type = binary.functionType(index);
        FunctionTree function = new FunctionTree(index, type, locals(in, type));
        new FunctionDecoder(binary, in, function, budget).decode();
        return function;
    }

    private static List<ValueType> locals(ByteReader in, FunctionType type) {
        List<ValueType> locals = new ArrayList<>(type.parameters());
        int groups = in.count();
        for (int i = 0; i < groups; i++) {
            long count = in.unsigned();
            // SECURITY: before they are made; three bytes can declare any number.
            if (locals.size() + count > LOCALS_MAX) {
                throw in.malformed("more than " + LOCALS_MAX + " locals in a function to be split");
            }
            ValueType localType = ValueType.read(in);
            for (long j = 0; j < count; j++) {
                locals.add(localType);
            }
        }
        return locals;
    }

    /** A block that is being read: where its nodes go, and how many values it has on the stack so far. */
    private static final class Frame {
        private final Block block;
        private List<Node> sequence;
        private int height;

        private boolean inElse;

        /** Nothing is kept until the sequence's end. */
        private boolean dead;

        /** The whole block is never reached. */
        private final boolean bornDead;

        Frame(Block block, boolean bornDead) {
            this.block = block;
            this.sequence = block.body();
            this.height = block.type().parameters().size();
            this.dead = bornDead;
            this.bornDead = bornDead;
        }

        void startElse() {
            inElse = true;
            sequence = block.otherwise();
            height = block.type().parameters().size();
            dead = bornDead;
        }
    }

    private void decode() {
        frames.push(new Frame(function.root(), false));
        while (!frames.isEmpty()) {
            budget.charge(20);
            if (++nodes > NODES_MAX) {
                throw in.malformed("more than " + NODES_MAX + " instructions in a function to be split");
            }
            int at = in.position();
            int opcode = in.oneByte();
            switch (opcode) {
                case Opcodes.BLOCK -> open(Block.Kind.BLOCK, at);
                case Opcodes.LOOP -> open(Block.Kind.LOOP, at);
                case Opcodes.IF -> open(Block.Kind.IF, at);
                case Opcodes.ELSE -> startElse(at);
                case Opcodes.END -> close(at);
                default -> add(instruction(opcode, at), at);
            }
        }
        if (!in.atEnd()) {
            throw in.malformed("code goes on behind the function's end");
        }
    }

    private Frame top() {
        return frames.getFirst();
    }

    private void open(Block.Kind kind, int at) {
        if (frames.size() > NESTING_MAX) {
            throw in.malformedAt(at, "blocks nest more than " + NESTING_MAX + " deep");
        }
        Block block = readBlock(kind);
        Frame parent = top();
        if (!parent.dead) {
            pop(block.pops(), at);
            parent.sequence.add(block);
        }
        frames.push(new Frame(block, parent.dead));
    }

    private Block readBlock(Block.Kind kind) {
        int at = in.position();
        int first = in.oneByte();
        if (first == VOID) {
            return new Block(kind, FunctionType.EMPTY, Optional.empty());
        }
        Optional<ValueType> single = ValueType.ofCode(first);
        if (single.isPresent()) {
            return new Block(kind, new FunctionType(List.of(), List.of(single.get())), Optional.empty());
        }
        ByteReader again = in.from(at);
        long index = again.signed();
        in.skip(again.position() - in.position());
        if (index < 0 || index >= binary.types().size()) {
            throw in.malformedAt(at, "block type " + index + " is not supported");
        }
        return new Block(kind, binary.types().get((int) index), Optional.of((int) index));
    }

    private void startElse(int at) {
        Frame frame = top();
        if (frame.block.kind() != Block.Kind.IF || frame.inElse) {
            throw in.malformedAt(at, "else without if");
        }
        checkEnd(frame, at);
        frame.startElse();
    }

    private void close(int at) {
        Frame frame = frames.pop();
        checkEnd(frame, at);
        Block block = frame.block;
        boolean withoutElse = block.kind() == Block.Kind.IF && !frame.inElse;
        if (withoutElse && !block.type().parameters().equals(block.type().results())) {
            throw in.malformedAt(at, "if without else has a result");
        }
        if (!frames.isEmpty() && !frame.bornDead) {
            top().height += block.pushes();
        }
    }

    private void checkEnd(Frame frame, int at) {
        if (!frame.dead && frame.height != frame.block.pushes()) {
            throw in.malformedAt(
                    at, frame.height + " values at the end of a block that leaves " + frame.block.pushes());
        }
    }

    private void add(Node node, int at) {
        Frame frame = top();
        if (frame.dead) {
            return;
        }
        pop(node.pops(), at);
        frame.height += node.pushes();
        frame.sequence.add(node);
        frame.dead = node.endsSequence();
    }

    private void pop(int count, int at) {
        Frame frame = top();
        if (count > frame.height) {
            throw in.malformedAt(at, "takes " + count + " values where the stack has " + frame.height);
        }
        frame.height -= count;
    }

    private Node instruction(int opcode, int at) {
        return switch (opcode) {
            case Opcodes.UNREACHABLE -> new Node.Unreachable();
            case Opcodes.BR -> new Node.Branch(label());
            case Opcodes.BR_IF -> new Node.BranchIf(label());
            case Opcodes.BR_TABLE -> table(at);
            case Opcodes.RETURN -> new Node.Return(function.type().results().size());
            case Opcodes.CALL -> call();
            case Opcodes.CALL_INDIRECT -> indirectCall(at);
            case Opcodes.SELECT_TYPED -> typedSelect(at);
            case Opcodes.LOCAL_GET -> Node.Local.get(local());
            case Opcodes.LOCAL_SET -> Node.Local.set(local());
            case Opcodes.LOCAL_TEE -> Node.Local.tee(local());
            case Opcodes.PREFIX -> {
                int second = in.index();
                yield plain(
                        Opcodes.prefixed(second)
                                .orElseThrow(
                                        () -> in.malformedAt(at, "instruction 0xfc " + second + " is not supported")),
                        at);
            }
            default -> {
                Node.Plain known = withoutImmediate.get(opcode);
                yield known != null
                        ? known
                        : plain(
                                Opcodes.plain(opcode)
                                        .orElseThrow(
                                                () -> in.malformedAt(at, Opcodes.family(opcode) + " is not supported")),
                                at);
            }
        };
    }

    private Block label() {
        return label(in.indexBelow(frames.size(), "enclosing block"));
    }

    private Block label(int depth) {
        int above = depth;
        for (Frame frame : frames) {
            if (above-- == 0) {
                return frame.block;
            }
        }
        throw new IllegalStateException("Depth " + depth + " was checked");
    }

    private Node table(int at) {
        int count = in.count();
        List<Block> labels = frames.stream().map(frame -> frame.block).toList();
        budget.charge(labels.size() + (long) count);
        List<Block> targets = new ArrayList<>(count + 1);
        for (int i = 0; i <= count; i++) {
            Block target = labels.get(in.indexBelow(labels.size(), "enclosing block"));
            if (i > 0 && target.labelArity() != targets.getFirst().labelArity()) {
                throw in.malformedAt(at, "br_table carries different numbers of values");
            }
            targets.add(target);
        }
        return new Node.BranchTable(targets);
    }

    private int local() {
        return in.indexBelow(function.locals().size(), "local");
    }

    private Node call() {
        int callee = in.indexBelow(binary.typeOfFunction().size(), "function");
        FunctionType type = binary.functionType(callee);
        // Linkers pad the index to five bytes; written anew it takes what it needs.
        byte[] bytes = new ByteWriter().oneByte(Opcodes.CALL).unsigned(callee).toBytes();
        return new Node.Plain(bytes, type.parameters().size(), type.results().size(), SizeModel.ofCall());
    }

    private Node indirectCall(int at) {
        FunctionType type = binary.types().get(in.indexBelow(binary.types().size(), "type"));
        in.index();
        return new Node.Plain(
                in.copySince(at), type.parameters().size() + 1, type.results().size(), SizeModel.ofIndirectCall());
    }

    private Node typedSelect(int at) {
        int types = in.index();
        if (types != 1) {
            throw in.malformedAt(at, "select of " + types + " types");
        }
        ValueType.read(in);
        return plain(Opcodes.plain(Opcodes.SELECT).orElseThrow(), at);
    }

    private Node.Plain plain(Opcodes.Shape shape, int at) {
        int jvmBytes = shape.jvmBytes() + readImmediate(shape.immediate(), at);
        Node.Plain plain = new Node.Plain(in.copySince(at), shape.pops(), shape.pushes(), jvmBytes);
        if (plain.bytes().length == 1) {
            withoutImmediate.put(plain.bytes()[0] & 0xFF, plain);
        }
        return plain;
    }

    /** @return what the immediate adds to the size of the JVM code */
    private int readImmediate(Opcodes.Immediate immediate, int at) {
        switch (immediate) {
            case NONE -> {}
            case INDEX -> in.index();
            case TWO_INDEXES -> {
                in.index();
                in.index();
            }
            case MEMORY -> firstMemory(at);
            case TWO_MEMORIES -> {
                firstMemory(at);
                firstMemory(at);
            }
            case SEGMENT_AND_MEMORY -> {
                in.index();
                firstMemory(at);
            }
            case MEMORY_ACCESS -> {
                if ((in.unsigned() & OTHER_MEMORY) != 0) {
                    throw in.malformedAt(at, "access to a second memory is not supported");
                }
                return SizeModel.ofConstant(in.unsigned());
            }
            case I32 -> {
                return SizeModel.ofConstant(in.signed());
            }
            case I64 -> in.signed();
            case FOUR_BYTES -> in.skip(4);
            case EIGHT_BYTES -> in.skip(8);
            case REFERENCE_TYPE -> ValueType.read(in);
        }
        return 0;
    }

    private void firstMemory(int at) {
        if (in.oneByte() != 0) {
            throw in.malformedAt(at, "access to a second memory is not supported");
        }
    }
}
