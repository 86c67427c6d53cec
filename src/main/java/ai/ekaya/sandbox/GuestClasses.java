package ai.ekaya.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.internal.ClassCollector;
import run.endive.compiler.internal.Compiler;
import run.endive.wasm.WasmModule;

/**
 * The class files that one module compiles to, with our hooks in them. The seam of what comes later: splitting happens on the
 * module before this, further hooks on the class files in here.
 */
final class GuestClasses implements ClassCollector {
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final GuestHooks hooks;
    private final Runnable watch;
    private String mainClass = "";

    private GuestClasses(GuestHooks hooks, Runnable watch) {
        this.hooks = hooks;
        this.watch = watch;
    }

    /**
     * @param mainClass name of the class that runs the module; the others' names begin with it
     * @throws run.endive.wasm.WasmEngineException when a function is too large for a Java method
     */
    static GuestClasses compile(WasmModule module, String mainClass, GuestHooks.Origin origin) {
        return compile(Compiler.builder(module), module, mainClass, origin, () -> {}, () -> {});
    }

    /**
     * @param functionsPerClass so many that no class has too many constants; the engine begins anew when one has
     * @param watch ends what takes too long
     */
    static GuestClasses compile(
            WasmModule module, String mainClass, GuestHooks.Origin origin, int functionsPerClass, CompileWatch watch) {
        return compile(
                Compiler.builder(module).withMaxFunctionsPerClass(functionsPerClass),
                module,
                mainClass,
                origin,
                watch::begin,
                watch::check);
    }

    private static GuestClasses compile(
            Compiler.Builder compiler,
            WasmModule module,
            String mainClass,
            GuestHooks.Origin origin,
            Runnable begin,
            Runnable watch) {
        GuestHooks hooks = new GuestHooks(origin);
        var result = compiler.withClassName(mainClass)
                // SECURITY: the interpreter would not call our hooks.
                .withInterpreterFallback(InterpreterFallback.FAIL)
                .withClassCollectorFactory(() -> {
                    begin.run();
                    return new GuestClasses(hooks, watch);
                })
                .build()
                .compile();
        GuestClasses classes = (GuestClasses) result.collector();
        classes.hooks.check(module);
        return classes;
    }

    @Override
    public String mainClassName() {
        return mainClass;
    }

    @Override
    public void putMainClass(String className, byte[] classFile) {
        mainClass = className;
        put(className, classFile);
    }

    @Override
    public void put(String className, byte[] classFile) {
        watch.run();
        // The compiler gives some names in the class file's own form.
        files.put(className.replace('/', '.'), hooks.apply(classFile));
    }

    @Override
    public void putAll(ClassCollector collector) {
        files.putAll(collector.classBytes());
    }

    @Override
    public Map<String, byte[]> classBytes() {
        return Collections.unmodifiableMap(files);
    }

    @Override
    public byte[] resolve(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("No class file " + path + " on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }
}
