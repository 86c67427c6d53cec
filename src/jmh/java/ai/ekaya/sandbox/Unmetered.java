package ai.ekaya.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;

/** The compiled JS engine a second time, with its counting of fuel taken out: what no check would cost. Only for measuring. */
final class Unmetered {
    private Unmetered() {}

    static PreparedModule quickJs() {
        return load(Unmetered::withoutTicks);
    }

    /** As built, but through this class loader too. */
    static PreparedModule metered() {
        return load(UnaryOperator.identity());
    }

    private static PreparedModule load(UnaryOperator<byte[]> rewrite) {
        try {
            Class<?> machine = new Loader(rewrite).loadClass(QuickJsModule.MACHINE);
            return new PreparedModule(
                    Parser.parse(QuickJsModule.resource(QuickJsModule.SPLIT)),
                    PreparedModule.constructorOf(
                            machine.asSubclass(Machine.class).getConstructor(Instance.class)),
                    EngineAccess.FLOOR);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The JS engine's class cannot be loaded a second time", e);
        }
    }

    private static byte[] withoutTicks(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new Silent(super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Silent extends MethodVisitor {
        Silent(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean onInterface) {
            if (owner.startsWith("ai/ekaya/sandbox/") && name.equals("tick")) {
                super.visitInsn(Opcodes.POP);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, onInterface);
            }
        }
    }

    /** Defines the engine's classes itself and leaves all others to its parent. */
    private static final class Loader extends ClassLoader {
        private final UnaryOperator<byte[]> rewrite;

        Loader(UnaryOperator<byte[]> rewrite) {
            super(GuestMemory.class.getClassLoader());
            this.rewrite = rewrite;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(QuickJsModule.MACHINE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] file = rewrite.apply(in.readAllBytes());
                return defineClass(name, file, 0, file.length);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + name, e);
            }
        }
    }
}
