package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** What a {@link TestModule} does when it is run: results or traps, and all that can be seen of it from outside. */
final class Behaviour {
    /** What the host answers; given the instance, so that it may call back in. */
    private BiFunction<Instance, Integer, Integer> host = (instance, number) -> number * 3 + 1;

    private final boolean compiled;

    private Behaviour(boolean compiled) {
        this.compiled = compiled;
    }

    static Behaviour interpreted() {
        return new Behaviour(false);
    }

    static Behaviour compiled() {
        return new Behaviour(true);
    }

    Behaviour answering(BiFunction<Instance, Integer, Integer> answer) {
        host = answer;
        return this;
    }

    /** Runs f1 once for each list of arguments, in one instance, which goes on after a trap. */
    List<String> of(byte[] module, long[]... arguments) {
        return ofExport(module, "f1", arguments);
    }

    List<String> ofExport(byte[] module, String export, long[]... arguments) {
        WasmModule parsed = Parser.parse(module);
        List<String> seen = new ArrayList<>();
        List<Integer> notes = new ArrayList<>();
        HostFunction note = new HostFunction(
                "host", "note", FunctionType.of(List.of(ValType.I32), List.of(ValType.I32)), (instance, args) -> {
                    notes.add((int) args[0]);
                    return new long[] {host.apply(instance, (int) args[0])};
                });
        var builder = Instance.builder(parsed)
                .withImportValues(ImportValues.builder().addFunction(note).build());
        if (compiled) {
            builder.withMachineFactory(MachineFactoryCompiler.compile(parsed));
        }
        Instance instance = builder.build();
        for (long[] list : arguments) {
            seen.add(call(instance, export, list));
            seen.add(notes.size() + " notes " + notes.hashCode() + ", " + state(instance));
        }
        return seen;
    }

    private static String call(Instance instance, String export, long[] arguments) {
        try {
            long[] results = instance.export(export).apply(arguments);
            List<ValType> types = instance.exportType(export).returns();
            for (int i = 0; i < types.size(); i++) {
                // The engine leaves the upper half of a small number to chance.
                boolean small = types.get(i).equals(ValType.I32) || types.get(i).equals(ValType.F32);
                results[i] = small ? (int) results[i] : results[i];
            }
            return "returned " + Arrays.toString(results);
        } catch (WasmEngineException trap) {
            return "trapped: " + trap.getMessage();
        } catch (StackOverflowError deep) {
            return "stack overflow";
        }
    }

    private static String state(Instance instance) {
        StringBuilder state = new StringBuilder();
        for (int i = 0; i < TestModule.GLOBAL_TYPES.length(); i++) {
            state.append(global(instance, "g" + i)).append(' ');
        }
        byte[] memory = instance.memory().readBytes(0, 65_536);
        return state + "memory " + Arrays.hashCode(memory);
    }

    private static String global(Instance instance, String name) {
        try {
            return Long.toHexString(instance.exports().global(name).getValue());
        } catch (WasmEngineException none) {
            return Optional.empty().toString();
        }
    }
}
