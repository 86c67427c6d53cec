package ai.ekaya.sandbox;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;

/**
 * Rewrites a compiled guest's class files: memory is typed as ours, so that each access is a direct call of {@link MemoryAccess};
 * every jump backwards counts fuel; the engine's own checks of the thread's interrupt flag go, as an interrupt would also break
 * the JDBC call that the thread may be in.
 *
 * <p>SECURITY: nothing here relies on where the engine put its checks. A method runs for ever only by jumping backwards or by
 * calling; jumps are counted where they are made. Calls are counted in compiled apps, where calls without loops can take exponential
 * time; in the JS engine they end at a loop.
 */
final class GuestHooks {
    /** Whose code it is. */
    enum Origin {
        /** The JS engine: its loads and stores go through {@link EngineAccess}, and only jumps backwards cost fuel. */
        ENGINE(EngineAccess.class, EngineAccess.FLOOR),
        /** A compiled app: calls cost fuel too, and the stack's use is counted, so that it ends at one depth, cold or compiled. */
        APP(MemoryAccess.class, 0);

        private final String access;
        private final int floor;

        Origin(Class<?> access, int floor) {
            this.access = Type.getInternalName(access);
            this.floor = floor;
        }

        /** The lowest address of memory that exists. */
        int floor() {
            return floor;
        }
    }

    private static final String CHECK = "checkInterruption";
    private static final String ENGINE = "run/endive/";
    private static final String ENGINE_MEMORY = "run/endive/runtime/Memory";
    private static final String MEMORY = Type.getInternalName(GuestMemory.class);
    private static final String ACCESS = Type.getInternalName(MemoryAccess.class);

    /** The engine's helpers that {@link MemoryAccess} stands in for. */
    private static final Set<String> ACCESSES = Set.of(
            "memoryReadByte",
            "memoryReadShort",
            "memoryReadInt",
            "memoryReadLong",
            "memoryReadFloat",
            "memoryReadDouble",
            "memoryWriteByte",
            "memoryWriteShort",
            "memoryWriteInt",
            "memoryWriteLong",
            "memoryWriteFloat",
            "memoryWriteDouble");

    private static final Set<String> GLOBALS = Set.of("readGlobal", "writeGlobal");

    private final Origin origin;
    private int accesses;
    private int loops;
    private int guestFunctions;

    GuestHooks(Origin origin) {
        this.origin = origin;
    }

    byte[] apply(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        // The engine's helpers, copied into each guest under a name that ends so: not the guest's code, and without
        // fuel.
        boolean helpers = reader.getClassName().endsWith("Shaded");
        FrameSizes frames = helpers ? FrameSizes.NONE : FrameSizes.of(reader);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        String typed = withOurMemory(descriptor);
                        MethodVisitor next = super.visitMethod(access, name, typed, signature, exceptions);
                        if (helpers) {
                            return new Typed(next);
                        }
                        int memorySlot = memorySlot(access, typed);
                        boolean guest = name.startsWith("func_");
                        guestFunctions += guest ? 1 : 0;
                        MethodVisitor metered = guest
                                ? new Metered(next, name, memorySlot, frames.bytesOf(name))
                                : new Hooked(next, name, memorySlot);
                        return new BranchFusion(metered);
                    }
                },
                0);
        return writer.toByteArray();
    }

    /**
     * @throws IllegalStateException when not all of a module's functions were seen, or none of its accesses: the engine's names have
     *     changed, and what it makes would run without our checks
     */
    void check(WasmModule module) {
        // Each import has a bridge of its own.
        int expected = module.functionSection().functionCount()
                + module.importSection().count(ExternalType.FUNCTION);
        boolean looping = origin == Origin.ENGINE;
        if (guestFunctions != expected || (looping && (accesses == 0 || loops == 0))) {
            throw new IllegalStateException("Hooked " + guestFunctions + " functions of " + expected + ", " + accesses
                    + " accesses and " + loops + " loops: has the engine's version changed?");
        }
    }

    private static String withOurMemory(String descriptor) {
        return descriptor.replace("L" + ENGINE_MEMORY + ";", "L" + MEMORY + ";");
    }

    private static int memorySlot(int access, String descriptor) {
        int slot = (access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            if (argument.getSort() == Type.OBJECT && argument.getInternalName().equals(MEMORY)) {
                return slot;
            }
            slot += argument.getSize();
        }
        return -1;
    }

    /** Gives every reference to memory our type. */
    private static class Typed extends MethodVisitor {
        Typed(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
            if (!owner.startsWith(ENGINE)) {
                super.visitMethodInsn(opcode, owner, name, withOurMemory(descriptor), onInterface);
                return;
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
            if (descriptor.endsWith(")L" + ENGINE_MEMORY + ";")) {
                super.visitTypeInsn(Opcodes.CHECKCAST, MEMORY);
            }
        }

        @Override
        public void visitFrame(int type, int localCount, Object[] locals, int stackCount, Object[] stack) {
            super.visitFrame(type, localCount, typed(locals), stackCount, typed(stack));
        }

        private static Object @Nullable [] typed(Object @Nullable [] types) {
            if (types == null) {
                return null;
            }
            Object[] typed = types.clone();
            for (int i = 0; i < typed.length; i++) {
                if (ENGINE_MEMORY.equals(typed[i])) {
                    typed[i] = MEMORY;
                }
            }
            return typed;
        }
    }

    /** A method of the guest or a bridge between two of them. */
    private class Hooked extends Typed {
        final String name;
        final int memorySlot;
        private final Set<Label> behind = new HashSet<>();

        Hooked(MethodVisitor next, String name, int memorySlot) {
            super(next);
            this.name = name;
            this.memorySlot = memorySlot;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String called, String descriptor, boolean onInterface) {
            if (called.equals(CHECK)) {
                return;
            }
            if (ACCESSES.contains(called)) {
                accesses++;
                super.visitMethodInsn(opcode, origin.access, called, descriptor, false);
            } else if (GLOBALS.contains(called)) {
                memory();
                super.visitMethodInsn(opcode, ACCESS, called, descriptor.replace(")", "L" + MEMORY + ";)"), false);
            } else {
                super.visitMethodInsn(opcode, owner, called, descriptor, onInterface);
            }
        }

        @Override
        public void visitLabel(Label label) {
            behind.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (behind.contains(label)) {
                tick();
            }
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
            tickIfAnyBehind(otherwise, labels);
            super.visitTableSwitchInsn(min, max, otherwise, labels);
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
            tickIfAnyBehind(otherwise, labels);
            super.visitLookupSwitchInsn(otherwise, keys, labels);
        }

        private void tickIfAnyBehind(Label otherwise, Label[] labels) {
            boolean any = behind.contains(otherwise);
            for (Label label : labels) {
                any |= behind.contains(label);
            }
            if (any) {
                tick();
            }
        }

        private void tick() {
            loops++;
            memory();
            super.visitMethodInsn(Opcodes.INVOKESTATIC, ACCESS, "tick", "(L" + MEMORY + ";)V", false);
        }

        void memory() {
            if (memorySlot < 0) {
                // SECURITY: a loop that cannot be counted would be a loop that cannot be stopped.
                throw new IllegalStateException("Compiled method " + name + " has no memory to count in");
            }
            super.visitVarInsn(Opcodes.ALOAD, memorySlot);
        }
    }

    /** One function of the guest. */
    private final class Metered extends Hooked {
        private final int frameBytes;

        Metered(MethodVisitor next, String name, int memorySlot, int frameBytes) {
            super(next, name, memorySlot);
            this.frameBytes = frameBytes;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            count("enter");
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                count("leave");
            }
            super.visitInsn(opcode);
        }

        private void count(String method) {
            if (origin == Origin.APP) {
                visitLdcInsn(frameBytes);
                memory();
                super.visitMethodInsn(Opcodes.INVOKESTATIC, ACCESS, method, "(IL" + MEMORY + ";)V", false);
            }
        }
    }
}
