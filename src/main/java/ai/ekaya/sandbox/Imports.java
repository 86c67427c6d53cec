package ai.ekaya.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** Collects what a guest may import: functions of numbers, of one module name. */
final class Imports {
    private final List<ImportFunction> functions = new ArrayList<>();

    /**
     * @param signature as {@code "ii:i"}: parameters, colon, result; {@code i} is i32 and {@code l} is i64
     * @param body its result is ignored where the signature has none
     */
    Imports add(String module, String name, String signature, ToLongFunction<long[]> body) {
        int colon = signature.indexOf(':');
        List<ValType> results = types(signature.substring(colon + 1));
        functions.add(new HostFunction(
                module, name, FunctionType.of(types(signature.substring(0, colon)), results), (instance, args) -> {
                    long result = body.applyAsLong(args);
                    return results.isEmpty() ? new long[0] : new long[] {result};
                }));
        return this;
    }

    private static List<ValType> types(String letters) {
        return letters.chars()
                .mapToObj(letter -> letter == 'l' ? ValType.I64 : ValType.I32)
                .toList();
    }

    boolean has(String module, String name, FunctionType type) {
        return functions.stream()
                .anyMatch(f -> f.module().equals(module)
                        && f.name().equals(name)
                        && f.functionType().equals(type));
    }

    /** Nothing when there is no such import at all. */
    Optional<FunctionType> typeOf(String module, String name) {
        return functions.stream()
                .filter(f -> f.module().equals(module) && f.name().equals(name))
                .map(ImportFunction::functionType)
                .findFirst();
    }

    List<String> names() {
        return functions.stream().map(f -> f.module() + "." + f.name()).sorted().toList();
    }

    ImportValues values() {
        return ImportValues.builder()
                .addFunction(functions.toArray(ImportFunction[]::new))
                .build();
    }
}
