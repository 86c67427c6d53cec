package ai.ekaya.sandbox;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sandbox.split.FunctionNames;
import ai.ekaya.sandbox.split.ModuleScan;
import ai.ekaya.sandbox.split.Split;
import ai.ekaya.sandbox.split.SplitException;
import ai.ekaya.sandbox.split.SplitSettings;
import ai.ekaya.sandbox.split.Splitter;
import ai.ekaya.sandbox.split.Stripped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.MethodTooLargeException;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;

/**
 * Makes what an author compiled runnable, or refuses it with the reason and the place. In order, each step bounded in time and
 * memory by the one before it: sizes, our own scan, the engine's parser and validator, what the module imports and exports, the
 * splitter, the engine's compiler with our hooks. Thread-safe.
 */
final class AppModules {
    private static final Logger LOGGER = System.getLogger(AppModules.class.getName());
    private static final String MAIN_CLASS = "ai.ekaya.sandbox.app.Machine";
    private static final int MESSAGE_CHARACTERS_MAX = 300;

    private final Limits limits;
    private final CodeCache cache;
    private final Turns turns;
    private final Imports known;

    /** @param known what a module may import */
    AppModules(Limits limits, CodeCache cache, Imports known) {
        this.limits = limits;
        this.cache = cache;
        this.turns = new Turns(limits);
        this.known = known;
    }

    /** @throws Refusal {@code BAD_ARGUMENT} or {@code LIMIT}, naming what is not accepted and where */
    PreparedModule prepare(byte[] module) {
        return refusing(module, () -> {
            ModuleOutline.check(module, limits);
            CodeCache.Key key = cache.key(CodeCache.Kind.MODULE, module);
            return cached(key)
                    .orElseGet(() -> turns.take(
                            // Another thread may have compiled the same module meanwhile.
                            () -> cached(key).orElseGet(() -> compile(module, key))));
        });
    }

    private Optional<PreparedModule> cached(CodeCache.Key key) {
        return cache.get(key).map(CompiledModule::decoded).map(this::load);
    }

    private PreparedModule load(CompiledModule compiled) {
        WasmModule shell = Parser.parse(compiled.shell());
        ModuleCheck.check(shell, known, limits);
        return PreparedModule.load(shell, compiled, GuestHooks.Origin.APP);
    }

    private PreparedModule compile(byte[] module, CodeCache.Key key) {
        CompileWatch watch = new CompileWatch(limits);
        Stripped stripped = Stripped.of(module);
        ModuleScan.Cost cost = scanned(module, stripped);
        WasmModule parsed = Parser.parse(stripped.module());
        ModuleCheck.check(parsed, known, limits);
        NativeAbi.check(parsed);
        watch.check();
        Split split = split(module, stripped);
        if (split.module() != stripped.module()) {
            cost = ModuleScan.scan(split.module(), bounds());
            parsed = Parser.parse(split.module());
        }
        GuestClasses classes =
                GuestClasses.compile(parsed, MAIN_CLASS, GuestHooks.Origin.APP, cost.functionsPerClass(), watch);
        tellOfLargeMethods(split, classes);
        CompiledModule compiled =
                new CompiledModule(Stripped.withoutCode(split.module()), classes.mainClassName(), classes.classBytes());
        PreparedModule.verify(compiled);
        cache.put(key, compiled.encoded());
        return load(compiled);
    }

    private ModuleScan.Bounds bounds() {
        return new ModuleScan.Bounds(
                limits.intOf(Limit.SANDBOX_NESTING_COUNT),
                limits.intOf(Limit.SANDBOX_FUNCTION_LOCALS_COUNT),
                limits.intOf(Limit.SANDBOX_FUNCTION_BYTES),
                limits.intOf(Limit.SANDBOX_SECTION_ENTRIES_COUNT),
                limits.of(Limit.SANDBOX_TABLE_ELEMENTS_COUNT),
                limits.of(Limit.SANDBOX_COMPILE_WORK_COUNT));
    }

    private ModuleScan.Cost scanned(byte[] module, Stripped stripped) {
        try {
            return ModuleScan.scan(stripped.module(), bounds());
        } catch (SplitException e) {
            throw refused(module, stripped, e);
        }
    }

    private static Split split(byte[] module, Stripped stripped) {
        try {
            return Splitter.split(stripped.module(), SplitSettings.standard());
        } catch (SplitException e) {
            throw refused(module, stripped, e);
        }
    }

    private static Refusal refused(byte[] module, Stripped stripped, SplitException e) {
        String place = e.function() == SplitException.NO_FUNCTION ? "" : ", " + function(module, e.function());
        return new Refusal(
                RefusalCode.BAD_ARGUMENT,
                "app.wasm" + place + ", byte " + stripped.originalOffset(e.offset()) + ": " + e.problem(),
                e);
    }

    /** As {@code function 12 (add_row)}. */
    private static String function(byte[] module, int index) {
        return "function " + index
                + FunctionNames.nameOf(module, index)
                        .map(name -> " (" + name + ")")
                        .orElse("");
    }

    /** They work, in the JVM's interpreter: some twenty times slower. What the splitter could not cut it has tried. */
    private static void tellOfLargeMethods(Split split, GuestClasses classes) {
        List<MethodSizes.Method> large = classes.classBytes().values().stream()
                .flatMap(file -> MethodSizes.of(file).stream())
                .filter(method -> method.codeBytes() > MethodSizes.CODE_BYTES_MAX)
                .toList();
        if (!large.isEmpty()) {
            LOGGER.log(
                    Level.INFO,
                    "An app has {0} methods that HotSpot will not compile, as {1} with {2} bytes; the splitter cut {3} functions",
                    large.size(),
                    large.getFirst().name(),
                    large.getFirst().codeBytes(),
                    split.functions().size());
        }
    }

    private static <T> T refusing(byte[] module, Supplier<T> step) {
        try {
            return step.get();
        } catch (SplitException e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "app.wasm, byte " + e.offset() + ": " + e.problem(), e);
        } catch (WasmEngineException | MethodTooLargeException | ClassTooLargeException e) {
            throw tooLarge(module, e)
                    .orElseGet(() -> new Refusal(
                            RefusalCode.BAD_ARGUMENT, "app.wasm is not accepted: " + shortened(e.getMessage()), e));
        } catch (IndexOutOfBoundsException
                | IllegalArgumentException
                | ClassCastException
                | NullPointerException
                | NegativeArraySizeException e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "app.wasm is malformed", e);
        } catch (StackOverflowError | LinkageError e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "app.wasm cannot be compiled to Java", e);
        } catch (OutOfMemoryError e) {
            throw new Refusal(RefusalCode.LIMIT, "app.wasm takes more memory to compile than the server has", e);
        }
    }

    private static Optional<Refusal> tooLarge(byte[] module, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MethodTooLargeException method) {
                return Optional.of(new Refusal(
                        RefusalCode.LIMIT,
                        "app.wasm, " + functionOf(module, method.getMethodName()) + ": makes " + method.getCodeSize()
                                + " bytes of Java code, at most 65535; split it up",
                        e));
            }
            if (cause instanceof ClassTooLargeException) {
                return Optional.of(new Refusal(
                        RefusalCode.LIMIT, "app.wasm has more types and constants than a Java class can hold", e));
            }
        }
        return Optional.empty();
    }

    private static String functionOf(byte[] module, String method) {
        if (!method.startsWith("func_")) {
            return "the switch over all functions of one type";
        }
        int index = Integer.parseInt(method.substring("func_".length()));
        return function(module, index)
                + Stripped.offsetOf(module, index)
                        .map(offset -> ", byte " + offset)
                        .orElse(" (a piece that was cut out of another)");
    }

    private static String shortened(@Nullable String message) {
        String text = String.valueOf(message);
        return text.length() <= MESSAGE_CHARACTERS_MAX ? text : text.substring(0, MESSAGE_CHARACTERS_MAX) + "…";
    }
}
