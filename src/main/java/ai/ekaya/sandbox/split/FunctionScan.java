package ai.ekaya.sandbox.split;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one function's code and checks its types, as the engine's own validator does after it: so that the first fault is told with
 * its place, and the engine never collects millions of them. On the way it adds up what jumps cost.
 */
final class FunctionScan {
    private static final int DROP = 0x1A;
    private static final int TABLE_GET = 0x25;
    private static final int TABLE_SET = 0x26;
    private static final int REF_NULL = 0xD0;
    private static final int REF_IS_NULL = 0xD1;
    private static final int REF_FUNC = 0xD2;
    private static final int TABLE_GROW = 15;
    private static final int TABLE_FILL = 17;

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
    private final ValueType[] locals;
    private final OpenBlocks blocks;
    private int constants = CONSTANTS_PER_FUNCTION;

    private FunctionScan(ScanContext context, FunctionType type, ByteReader in) {
        this.context = context;
        this.binary = context.binary();
        this.type = type;
        this.in = in;
        this.work = context.work();
        this.stack = new TypeStack(in);
        int bytesMax = work.bounds().functionBytesMax();
        if (in.left() > bytesMax) {
            throw in.malformed("function has " + in.left() + " bytes of code, at most " + bytesMax);
        }
        this.locals = locals();
        this.blocks = new OpenBlocks(context, in, stack, type.results(), locals.length);
    }

    /** @return at most how many constants its Java code has */
    static int scan(ScanContext context, int index, byte[] module, Outline.Body body) {
        ByteReader in = new ByteReader(module, body.from(), body.end(), index);
        FunctionScan scan = new FunctionScan(context, context.binary().functionType(index), in);
        scan.scan();
        return scan.constants;
    }

    private void scan() {
        while (!blocks.none()) {
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

    private ValueType[] locals() {
        int localsMax = work.bounds().localsMax();
        int sum = type.parameters().size();
        ValueType[] all = type.parameters().toArray(ValueType[]::new);
        int groups = in.count();
        for (int i = 0; i < groups; i++) {
            long count = in.unsigned();
            // SECURITY: before anything is made of them; three bytes can declare any number.
            if (sum + count > localsMax) {
                throw in.malformed("function has " + (sum + count) + " locals, at most " + localsMax);
            }
            ValueType local = ValueType.read(in);
            all = Arrays.copyOf(all, Math.max(all.length, sum + (int) count));
            Arrays.fill(all, sum, sum + (int) count, local);
            sum += (int) count;
        }
        return Arrays.copyOf(all, sum);
    }

    private void instruction(int opcode) {
        switch (opcode) {
            case Opcodes.BLOCK, Opcodes.LOOP, Opcodes.IF -> blocks.open(opcode);
            case Opcodes.ELSE -> blocks.startElse();
            case Opcodes.END -> blocks.close();
            case Opcodes.UNREACHABLE -> stack.die();
            case Opcodes.BR -> {
                blocks.jump();
                stack.die();
            }
            case Opcodes.BR_IF -> {
                stack.pop(ValueType.I32);
                blocks.jump();
            }
            case Opcodes.BR_TABLE -> {
                stack.pop(ValueType.I32);
                blocks.jumpToEach();
                stack.die();
            }
            case Opcodes.RETURN -> {
                blocks.jumpOut();
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

    private int function() {
        return in.indexBelow(binary.typeOfFunction().size(), "function");
    }

    private ValueType local() {
        return locals[in.indexBelow(locals.length, "local")];
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
        constants += Immediates.constants(shape.immediate());
        Immediates.read(shape.immediate(), in);
        stack.apply(signature);
    }
}
