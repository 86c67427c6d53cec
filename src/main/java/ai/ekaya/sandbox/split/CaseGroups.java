package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Chooses which cases of a switch move out, and which of them together. A call for each case would cost as much space as many a
 * case takes, so they move in groups, and what a case falls or jumps into moves with it.
 */
final class CaseGroups {
    /** A smaller group is not worth its call. */
    private static final int SIZE_MIN = 120;

    private final FunctionTree function;
    private final CaseNest nest;
    private final Budget budget;
    private final int count;
    private final int[] sizes;
    private final boolean[] fallsThrough;

    /** Of each case, the cases whose code jumps or falls to it. */
    private final List<BitSet> sources = new ArrayList<>();

    private final BitSet movable = new BitSet();

    private CaseGroups(FunctionTree function, CaseNest nest, Budget budget) {
        this.function = function;
        this.nest = nest;
        this.budget = budget;
        this.count = nest.cases().size();
        this.sizes = new int[count];
        this.fallsThrough = new boolean[count];
    }

    /**
     * @param fallsThrough of each case, whether control can come out behind its code
     * @param groups the numbers of their cases, ascending
     */
    record Choice(boolean[] fallsThrough, List<List<Integer>> groups) {}

    static Choice choose(FunctionTree function, CaseNest nest, int hot, int groupSize, Budget budget) {
        var groups = new CaseGroups(function, nest, budget);
        groups.lookAtCases();
        groups.keepHot(hot);
        groups.keepWhatIsReachedFromKept();
        return new Choice(groups.fallsThrough, groups.pack(groupSize));
    }

    private void lookAtCases() {
        for (int i = 0; i < count; i++) {
            sources.add(new BitSet());
        }
        Map<Block, Integer> numbers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            numbers.put(nest.cases().get(i).label(), i);
        }
        for (int i = 0; i < count; i++) {
            List<Node> code = nest.cases().get(i).code();
            sizes[i] = SizeModel.ofAll(code);
            Set<Exit> exits = Assignments.exits(function, code, budget).keySet();
            fallsThrough[i] = exits.contains(Exit.FALL_THROUGH);
            boolean last = i == count - 1;
            boolean canLeave = exits.stream().allMatch(exit -> OutlinePlan.canLeave(function, exit, 2));
            // Behind the last case there is no label to jump to.
            movable.set(i, !code.isEmpty() && canLeave && !(last && fallsThrough[i]));
            if (fallsThrough[i] && !last) {
                sources.get(i + 1).set(i);
            }
            for (Block target : Walk.targets(code)) {
                Integer number = numbers.get(target);
                if (number != null) {
                    sources.get(number).set(i);
                }
            }
        }
        for (Block target : Walk.targets(nest.prefix())) {
            Integer number = numbers.get(target);
            if (number != null) {
                movable.clear(number);
            }
        }
    }

    /** The smallest cases are the ones for which a call would cost most. */
    private void keepHot(int hot) {
        int kept = 0;
        for (int number : bySize()) {
            if (kept + sizes[number] > hot) {
                break;
            }
            kept += sizes[number];
            movable.clear(number);
        }
    }

    private List<Integer> bySize() {
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt(number -> sizes[number]))
                .toList();
    }

    /** INVARIANT: a case's label goes away with its code, so nothing that stays may jump to it but the switch. */
    private void keepWhatIsReachedFromKept() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = movable.nextSetBit(0); i >= 0; i = movable.nextSetBit(i + 1)) {
                BitSet kept = (BitSet) sources.get(i).clone();
                kept.andNot(movable);
                budget.charge(1 + count / Long.SIZE);
                if (!kept.isEmpty()) {
                    movable.clear(i);
                    changed = true;
                }
            }
        }
    }

    private List<List<Integer>> pack(int groupSize) {
        List<List<Integer>> groups = new ArrayList<>();
        List<Integer> filled = new ArrayList<>();
        for (List<Integer> together : components()) {
            int size = sizeOf(together);
            int group = 0;
            while (group < groups.size() && filled.get(group) + size > groupSize) {
                group++;
            }
            budget.charge(group + 1);
            if (group == groups.size()) {
                groups.add(new ArrayList<>());
                filled.add(0);
            }
            groups.get(group).addAll(together);
            filled.set(group, filled.get(group) + size);
        }
        groups.removeIf(group -> sizeOf(group) <= SIZE_MIN);
        groups.forEach(group -> group.sort(null));
        return groups;
    }

    private int sizeOf(List<Integer> group) {
        return group.stream().mapToInt(number -> sizes[number]).sum();
    }

    /** Cases between which there are jumps, in the order of their first. All can be reached from the switch. */
    private List<List<Integer>> components() {
        int[] representative = IntStream.range(0, count).toArray();
        movable.stream()
                .forEach(number -> sources.get(number).stream()
                        .forEach(
                                source -> representative[find(representative, source)] = find(representative, number)));
        Map<Integer, List<Integer>> byFirst = new TreeMap<>();
        Map<Integer, Integer> firsts = new TreeMap<>();
        movable.stream().forEach(number -> {
            int first = firsts.computeIfAbsent(find(representative, number), root -> number);
            byFirst.computeIfAbsent(first, key -> new ArrayList<>()).add(number);
        });
        return byFirst.values().stream()
                .filter(together -> together.stream()
                        .anyMatch(number -> nest.table()
                                .distinctTargets()
                                .contains(nest.cases().get(number).label())))
                .toList();
    }

    private static int find(int[] representative, int number) {
        int at = number;
        while (representative[at] != at) {
            representative[at] = representative[representative[at]];
            at = representative[at];
        }
        return at;
    }
}
