package ai.ekaya.sandbox;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * How much of a thread's stack each method of a class takes in the JVM's interpreter: its locals and operands of 8 bytes, and what
 * every frame has. Compiled frames are smaller, so a stack counted by these numbers is never used up.
 */
final class FrameSizes {
    static final FrameSizes NONE = new FrameSizes();

    /** A frame's own fields, and the frame of a bridge ({@code call_indirect}) that may stand between two functions. */
    private static final int OVERHEAD_BYTES = 320;

    private final Map<String, Integer> bytes = new HashMap<>();

    private FrameSizes() {}

    static FrameSizes of(ClassReader reader) {
        FrameSizes sizes = new FrameSizes();
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        return new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitMaxs(int maxStack, int maxLocals) {
                                sizes.bytes.put(name, OVERHEAD_BYTES + 8 * (maxStack + maxLocals));
                            }
                        };
                    }
                },
                ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return sizes;
    }

    int bytesOf(String method) {
        return bytes.getOrDefault(method, OVERHEAD_BYTES);
    }
}
