package ai.ekaya.sandbox;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Rewrites a compiled guest's class so that its interruption checks count work in our memory: the engine's own check looks at the
 * thread's interrupt flag, and an interrupt would also break the JDBC call that the thread may be in.
 */
final class TickHook {
    private static final String CHECK = "checkInterruption";
    private static final String MEMORY = "run/endive/runtime/Memory";
    private static final String COUNTER = Type.getInternalName(GuestMemory.class);

    private int hooked;

    byte[] apply(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return new Method(next, name, memorySlot(access, descriptor));
                    }
                },
                0);
        return writer.toByteArray();
    }

    /** How many checks were rewritten so far. Zero over a whole module means that the engine's names have changed. */
    int hooked() {
        return hooked;
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

    private final class Method extends MethodVisitor {
        private final String name;
        private final int memorySlot;

        Method(MethodVisitor next, String name, int memorySlot) {
            super(Opcodes.ASM9, next);
            this.name = name;
            this.memorySlot = memorySlot;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String called, String descriptor, boolean onInterface) {
            if (!called.equals(CHECK)) {
                super.visitMethodInsn(opcode, owner, called, descriptor, onInterface);
                return;
            }
            if (memorySlot < 0) {
                // SECURITY: a check that cannot be rewritten would be a loop that cannot be stopped.
                throw new IllegalStateException("Compiled method " + name + " has a check and no memory to count in");
            }
            super.visitVarInsn(Opcodes.ALOAD, memorySlot);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, COUNTER, "tick", "(L" + MEMORY + ";)V", false);
            hooked++;
        }
    }
}
