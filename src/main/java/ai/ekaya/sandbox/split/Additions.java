package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types, functions and globals that splitting appends to a module. Being last, they move no index of what was there.
 *
 * <p>A piece hands values back through globals, its slots, which its caller reads at once: nothing runs in between, so all pieces
 * share them, and a call that comes back in from the host cannot disturb them. Only the result of a function is written early.
 */
final class Additions {
    private final Binary binary;
    private final Map<FunctionType, Integer> typeIndexes = new HashMap<>();
    private final List<FunctionType> types = new ArrayList<>();
    private final Map<Slot, Integer> slotIndexes = new HashMap<>();
    private final List<ValueType> globals = new ArrayList<>();
    private final List<Integer> functions = new ArrayList<>();
    private final Map<Integer, byte[]> bodies = new HashMap<>();

    /** @param number counts the slots of that type; negative for what a caller itself must return */
    private record Slot(ValueType type, int number) {}

    Additions(Binary binary) {
        this.binary = binary;
        for (int i = 0; i < binary.types().size(); i++) {
            typeIndexes.putIfAbsent(binary.types().get(i), i);
        }
    }

    private int typeIndex(FunctionType type) {
        return typeIndexes.computeIfAbsent(type, added -> {
            types.add(added);
            return binary.types().size() + types.size() - 1;
        });
    }

    /** @return the global's index */
    int slot(ValueType type, int number) {
        return slotIndexes.computeIfAbsent(new Slot(type, number), slot -> {
            globals.add(type);
            return binary.globals() + globals.size() - 1;
        });
    }

    /**
     * The global for what a function must return when a piece of it says so.
     *
     * @param generation of that function: a piece may write its own caller's result and then return through a piece of its own
     */
    int returnSlot(ValueType type, int generation) {
        return slot(type, -1 - generation);
    }

    /** @return the new function's index; its body follows with {@link #define} */
    int declare(FunctionType type) {
        functions.add(typeIndex(type));
        return binary.typeOfFunction().size() + functions.size() - 1;
    }

    void define(int function, byte[] body) {
        bodies.put(function - binary.typeOfFunction().size(), body);
    }

    List<FunctionType> types() {
        return types;
    }

    List<ValueType> globals() {
        return globals;
    }

    /** The index of each one's type. */
    List<Integer> functions() {
        return functions;
    }

    /** In the order of their functions. */
    List<byte[]> bodies() {
        List<byte[]> ordered = new ArrayList<>();
        for (int i = 0; i < functions.size(); i++) {
            byte[] body = bodies.get(i);
            if (body == null) {
                throw new IllegalStateException("New function " + i + " has no body");
            }
            ordered.add(body);
        }
        return ordered;
    }
}
