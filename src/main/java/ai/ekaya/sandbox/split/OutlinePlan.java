package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one region becomes a function of its own.
 *
 * @param exits the ways out; the position in the list is what the piece returns when it leaves that way
 * @param parameters the locals that it is called with, in ascending order
 */
record OutlinePlan(Region region, List<Way> exits, BitSet parameters) {
    /** A call with more is slow, and the JVM allows 255 slots. */
    private static final int PARAMETER_SLOTS_MAX = 200;

    private static final int EXITS_MAX = 100;

    /**
     * One way out.
     *
     * @param handBack locals that may have been written on this way and may be read behind it
     */
    record Way(Exit exit, BitSet handBack) {}

    /** @return nothing when the region cannot be cut out */
    static Optional<OutlinePlan> of(FunctionTree function, Region region, Liveness liveness, Budget budget) {
        Map<Exit, Written> exits = Assignments.exits(function, region.nodes(), budget);
        if (exits.size() > EXITS_MAX
                || !exits.keySet().stream().allMatch(exit -> canLeave(function, exit, exits.size()))) {
            return Optional.empty();
        }
        BitSet parameters = Liveness.exposedReads(function, region.nodes(), budget);
        List<Way> ways = new ArrayList<>();
        exits.forEach((exit, written) -> {
            budget.charge(function.locals().size() / Long.SIZE + 1);
            BitSet handBack = liveAt(exit, region, liveness);
            handBack.and(written.may());
            ways.add(new Way(exit, handBack));
            // Where the piece might not write it, it hands back what it was given.
            BitSet unsure = (BitSet) handBack.clone();
            unsure.andNot(written.must());
            parameters.or(unsure);
        });
        OutlinePlan plan = new OutlinePlan(region, ways, parameters);
        return plan.fits(function) ? Optional.of(plan) : Optional.empty();
    }

    /** A value on the stack at a label cannot be handed over. One way out that returns can return anything. */
    static boolean canLeave(FunctionTree function, Exit exit, int exitCount) {
        return switch (exit) {
            case Exit.FallThrough end -> true;
            case Exit.ToLabel label -> label.block().labelArity() == 0;
            case Exit.Returning end -> {
                List<ValueType> results = function.type().results();
                yield exitCount == 1
                        || results.isEmpty()
                        || (results.size() == 1 && results.getFirst().isNumber());
            }
        };
    }

    private static BitSet liveAt(Exit exit, Region region, Liveness liveness) {
        return switch (exit) {
            case Exit.FallThrough end -> liveness.at(region.owner(), region.sequence(), region.end());
            case Exit.ToLabel label -> (BitSet) liveness.atLabel(label.block()).clone();
            case Exit.Returning end -> new BitSet();
        };
    }

    private boolean fits(FunctionTree function) {
        int slots = parameters.stream()
                .map(local -> function.locals().get(local).jvmSlots())
                .sum();
        return slots <= PARAMETER_SLOTS_MAX
                && handedBack().stream()
                        .allMatch(local -> function.locals().get(local).isNumber());
    }

    /** Everything that is handed back on some way. */
    BitSet handedBack() {
        BitSet all = new BitSet();
        exits.forEach(way -> all.or(way.handBack()));
        return all;
    }

    /** What is handed back on every way. */
    BitSet alwaysHandedBack() {
        BitSet common = handedBack();
        exits.forEach(way -> common.and(way.handBack()));
        return common;
    }

    boolean onlyReturns() {
        return exits.size() == 1 && exits.getFirst().exit() instanceof Exit.Returning;
    }

    /** Estimated bytes of JVM code that take the region's place. */
    int cost() {
        int dispatch = exits.size() < 3 ? 8 : 16 + 4 * exits.size();
        return 12 + 2 * parameters.cardinality() + 13 * handedBack().cardinality() + dispatch;
    }
}
