package ai.ekaya.sandbox;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;

/**
 * A module and the class that it was compiled to. Immutable, shared by all runs.
 *
 * @param floor the lowest address of its memory that exists
 * @param functions the exported ones' indices
 */
record PreparedModule(
        WasmModule module, Function<Instance, Machine> machine, int floor, Map<String, Integer> functions) {

    PreparedModule(WasmModule module, Function<Instance, Machine> machine, int floor) {
        this(module, machine, floor, exportedFunctions(module));
    }

    private static Map<String, Integer> exportedFunctions(WasmModule module) {
        Map<String, Integer> functions = new HashMap<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            if (export.exportType() == ExternalType.FUNCTION) {
                functions.put(export.name(), export.index());
            }
        }
        // Not Map.copyOf: a look into that costs a division, and one host call looks some twenty times.
        return Collections.unmodifiableMap(functions);
    }

    /** @return an exported function's index, for {@link Machine#call} */
    int function(String export) {
        Integer index = functions.get(export);
        if (index == null) {
            throw new IllegalStateException("The module exports no function " + export);
        }
        return index;
    }

    /** What {@link Run} takes of its budget to make an instance. */
    long memoryBytesAtStart() {
        long bytes = module.memorySection()
                .map(section -> (long) section.getMemory(0).limits().initialPages() * Memory.PAGE_SIZE)
                .orElse(0L);
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            bytes += module.tableSection().getTable(i).limits().min() * GuestTable.ELEMENT_BYTES;
        }
        return bytes;
    }

    /** Compiles a module in this server, into a class loader of its own. */
    static PreparedModule compile(WasmModule module, GuestHooks.Origin origin) {
        GuestClasses compiled = GuestClasses.compile(module, "ai.ekaya.sandbox.app.Machine", origin);
        return load(module, new CompiledModule(new byte[0], compiled.mainClassName(), compiled.classBytes()), origin);
    }

    /** @param module of the same imports, exports and segments as the one that was compiled */
    static PreparedModule load(WasmModule module, CompiledModule compiled, GuestHooks.Origin origin) {
        try {
            Class<?> main = new Loader(compiled).loadClass(compiled.mainClass());
            return new PreparedModule(
                    module,
                    constructorOf(main.asSubclass(Machine.class).getConstructor(Instance.class)),
                    origin.floor());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The compiled class has no constructor for an instance", e);
        }
    }

    /** Lets the JVM's verifier see all classes of a module now, rather than some in a run. */
    static void verify(CompiledModule compiled) {
        ClassLoader loader = new Loader(compiled);
        for (String name : compiled.classFiles().keySet()) {
            try {
                Class.forName(name, true, loader);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("The loader does not find its own class " + name, e);
            }
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
        private final CompiledModule compiled;

        Loader(CompiledModule compiled) {
            super(GuestMemory.class.getClassLoader());
            this.compiled = compiled;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] file = compiled.classFiles().get(name);
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, file, 0, file.length);
        }
    }
}
