package ai.ekaya.sandbox;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes one conditional jump of a comparison that the engine calls as a method and a jump on its 0 or 1. WebAssembly has no other
 * form; the JIT compiler sees through it, but each such call counts against what it inlines into a method.
 */
final class BranchFusion extends MethodVisitor {
    private static final String ENGINE = "run/endive/runtime/OpcodeImpl";

    /** What stands in front of the jump, and the jump when the comparison holds. */
    private record Comparison(MethodEmitter prelude, int jump) {}

    private interface MethodEmitter {
        void emit(MethodVisitor to);
    }

    private static final Map<String, Comparison> COMPARISONS = comparisons();

    private @Nullable Comparison pending;
    private String pendingName = "";
    private String pendingDescriptor = "";
    private int negations;

    BranchFusion(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    private static Map<String, Comparison> comparisons() {
        Map<String, Comparison> all = new HashMap<>();
        all.put("I32_EQZ", new Comparison(to -> {}, Opcodes.IFEQ));
        all.put(
                "I64_EQZ",
                new Comparison(
                        to -> {
                            to.visitInsn(Opcodes.LCONST_0);
                            to.visitInsn(Opcodes.LCMP);
                        },
                        Opcodes.IFEQ));
        String[] names = {"EQ", "NE", "LT", "GE", "GT", "LE"};
        for (int i = 0; i < names.length; i++) {
            // The JVM's six conditions stand in this order, and so do its two families of jumps.
            int onZero = Opcodes.IFEQ + i;
            boolean ordered = i >= 2;
            String signed = names[i] + (ordered ? "_S" : "");
            all.put("I32_" + signed, new Comparison(to -> {}, Opcodes.IF_ICMPEQ + i));
            all.put("I64_" + signed, new Comparison(to -> to.visitInsn(Opcodes.LCMP), onZero));
            if (ordered) {
                all.put("I32_" + names[i] + "_U", new Comparison(unsigned("java/lang/Integer", "(II)I"), onZero));
                all.put("I64_" + names[i] + "_U", new Comparison(unsigned("java/lang/Long", "(JJ)I"), onZero));
            }
            // Every comparison with a NaN is false but NE: the sign that it gets must not fulfil the condition.
            boolean less = names[i].startsWith("L");
            int doubles = less ? Opcodes.DCMPG : Opcodes.DCMPL;
            int floats = less ? Opcodes.FCMPG : Opcodes.FCMPL;
            all.put("F64_" + names[i], new Comparison(to -> to.visitInsn(doubles), onZero));
            all.put("F32_" + names[i], new Comparison(to -> to.visitInsn(floats), onZero));
        }
        return Map.copyOf(all);
    }

    private static MethodEmitter unsigned(String owner, String descriptor) {
        return to -> to.visitMethodInsn(Opcodes.INVOKESTATIC, owner, "compareUnsigned", descriptor, false);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
        if (!owner.equals(ENGINE)) {
            flush();
            super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
        } else if (pending != null && name.equals("I32_EQZ")) {
            negations++;
        } else {
            flush();
            pending = COMPARISONS.get(name);
            pendingName = name;
            pendingDescriptor = descriptor;
            if (pending == null && !Direct.emit(name, mv)) {
                super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
            }
        }
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        Comparison comparison = pending;
        if (comparison == null || (opcode != Opcodes.IFEQ && opcode != Opcodes.IFNE)) {
            flush();
            super.visitJumpInsn(opcode, label);
            return;
        }
        boolean whenTrue = (opcode == Opcodes.IFNE) == (negations % 2 == 0);
        pending = null;
        negations = 0;
        comparison.prelude().emit(mv);
        super.visitJumpInsn(whenTrue ? comparison.jump() : opposite(comparison.jump()), label);
    }

    /** Conditions stand in pairs, each beside its opposite. */
    private static int opposite(int jump) {
        return ((jump + 1) ^ 1) - 1;
    }

    /** No jump follows: the comparison stays a call. */
    private void flush() {
        if (pending == null) {
            return;
        }
        pending = null;
        super.visitMethodInsn(Opcodes.INVOKESTATIC, ENGINE, pendingName, pendingDescriptor, false);
        for (; negations > 0; negations--) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, ENGINE, "I32_EQZ", "(I)I", false);
        }
    }

    @Override
    public void visitInsn(int opcode) {
        flush();
        super.visitInsn(opcode);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        flush();
        super.visitIntInsn(opcode, operand);
    }

    @Override
    public void visitVarInsn(int opcode, int slot) {
        flush();
        super.visitVarInsn(opcode, slot);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        flush();
        super.visitTypeInsn(opcode, type);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        flush();
        super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        flush();
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    }

    @Override
    public void visitLdcInsn(Object value) {
        flush();
        super.visitLdcInsn(value);
    }

    @Override
    public void visitIincInsn(int slot, int increment) {
        flush();
        super.visitIincInsn(slot, increment);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
        flush();
        super.visitTableSwitchInsn(min, max, otherwise, labels);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
        flush();
        super.visitLookupSwitchInsn(otherwise, keys, labels);
    }

    @Override
    public void visitLabel(Label label) {
        flush();
        super.visitLabel(label);
    }

    @Override
    public void visitFrame(int type, int localCount, Object[] locals, int stackCount, Object[] stack) {
        flush();
        super.visitFrame(type, localCount, locals, stackCount, stack);
    }

    /** Engine methods that are one instruction of the JVM, or one call of a method that the JIT compiler knows. */
    private static final class Direct {
        private static final Map<String, Integer> INSTRUCTIONS = Map.of(
                "I32_EXTEND_8_S", Opcodes.I2B,
                "I32_EXTEND_16_S", Opcodes.I2S,
                "F64_CONVERT_I32_S", Opcodes.I2D,
                "F64_CONVERT_I64_S", Opcodes.L2D,
                "F32_CONVERT_I32_S", Opcodes.I2F,
                "F64_PROMOTE_F32", Opcodes.F2D,
                "F32_DEMOTE_F64", Opcodes.D2F);

        private static final Map<String, String[]> CALLS = Map.of(
                "I32_CLZ", new String[] {"java/lang/Integer", "numberOfLeadingZeros", "(I)I"},
                "I32_CTZ", new String[] {"java/lang/Integer", "numberOfTrailingZeros", "(I)I"},
                "I64_EXTEND_I32_U", new String[] {"java/lang/Integer", "toUnsignedLong", "(I)J"},
                "I64_REINTERPRET_F64", new String[] {"java/lang/Double", "doubleToRawLongBits", "(D)J"},
                "F64_REINTERPRET_I64", new String[] {"java/lang/Double", "longBitsToDouble", "(J)D"});

        private Direct() {}

        static boolean emit(String name, MethodVisitor to) {
            Integer instruction = INSTRUCTIONS.get(name);
            if (instruction != null) {
                to.visitInsn(instruction);
                return true;
            }
            String[] call = CALLS.get(name);
            if (call != null) {
                to.visitMethodInsn(Opcodes.INVOKESTATIC, call[0], call[1], call[2], false);
                return true;
            }
            return false;
        }
    }
}
