package ai.ekaya.sandbox;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Function;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmModule;

/** A module and the class that it was compiled to. Immutable, shared by all runs. */
record PreparedModule(WasmModule module, Function<Instance, Machine> machine) {

    /** Compiles a module in this server, into a class loader of its own. */
    static PreparedModule compile(WasmModule module) {
        GuestClasses compiled = GuestClasses.compile(module, "ai.ekaya.sandbox.app.Machine");
        try {
            Class<?> main = new Loader(compiled).loadClass(compiled.mainClassName());
            return new PreparedModule(
                    module, constructorOf(main.asSubclass(Machine.class).getConstructor(Instance.class)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The compiled class has no constructor for an instance", e);
        }
    }

    static Function<Instance, Machine> constructorOf(Constructor<? extends Machine> constructor) {
        return instance -> {
            try {
                return constructor.newInstance(instance);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("The compiled class cannot be made", e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("The compiled class cannot be made", e);
            }
        };
    }

    /** Holds one app's classes, so that they are unloaded with it. */
    private static final class Loader extends ClassLoader {
        private final GuestClasses compiled;

        Loader(GuestClasses compiled) {
            super(GuestMemory.class.getClassLoader());
            this.compiled = compiled;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] file = compiled.classBytes().get(name);
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, file, 0, file.length);
        }
    }
}
