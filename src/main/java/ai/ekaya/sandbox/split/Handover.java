package ai.ekaya.sandbox.split;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How values come back from a piece: both its body and the code that calls it are written to this.
 *
 * @param slots the global of each local that is handed back through one
 * @param direct the local whose value the piece simply returns, when there is one exit
 * @param returnSlot the global for what the caller must return, when the piece can return from the caller
 * @param results of the piece's type
 */
record Handover(
        Map<Integer, Integer> slots, Optional<Integer> direct, Optional<Integer> returnSlot, List<ValueType> results) {

    static Handover of(FunctionTree function, int generation, OutlinePlan plan, Additions additions) {
        if (plan.onlyReturns()) {
            return new Handover(
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    function.type().results());
        }
        BitSet always = plan.alwaysHandedBack();
        boolean oneExit = plan.exits().size() == 1;
        Optional<Integer> direct = oneExit && !always.isEmpty() ? Optional.of(always.nextSetBit(0)) : Optional.empty();
        Map<Integer, Integer> slots = new HashMap<>();
        Map<ValueType, Integer> used = new EnumMap<>(ValueType.class);
        plan.handedBack().stream()
                .filter(local -> direct.isEmpty() || local != direct.get())
                .forEach(local -> {
                    ValueType type = function.locals().get(local);
                    slots.put(local, additions.slot(type, used.merge(type, 1, Integer::sum) - 1));
                });
        List<ValueType> results = oneExit
                ? direct.map(local -> List.of(function.locals().get(local))).orElse(List.of())
                : plan.exits().isEmpty() ? List.of() : List.of(ValueType.I32);
        return new Handover(slots, direct, returnSlot(function, generation, plan, additions), results);
    }

    private static Optional<Integer> returnSlot(
            FunctionTree function, int generation, OutlinePlan plan, Additions additions) {
        boolean returnsValue = plan.exits().stream().anyMatch(way -> way.exit() instanceof Exit.Returning)
                && !function.type().results().isEmpty();
        return returnsValue
                ? Optional.of(additions.returnSlot(function.type().results().getFirst(), generation))
                : Optional.empty();
    }

    int slot(int local) {
        Integer slot = slots.get(local);
        if (slot == null) {
            throw new IllegalStateException("Local " + local + " is not handed back through a global");
        }
        return slot;
    }

    boolean isDirect(int local) {
        return direct.isPresent() && direct.get() == local;
    }
}
