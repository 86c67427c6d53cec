package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves cases of a switch to its innermost place, group by group, where each group is one region:
 *
 * <pre>{@code
 * block                              ;; a group's region begins behind this block
 *   …  local.tee index  br_table     ;; the group's entries go to the block's end
 * end
 * block Q7                           ;; the region: a switch of its own
 *   block Q3
 *     local.get index  i32.const 3  i32.sub  br_table Q3 … Q7
 *   end
 *   code of case 3
 * end
 * code of case 7
 * }</pre>
 *
 * There, all labels that cases jump to are in scope. Cases that stay keep their place around it.
 */
final class Regroup {
    private final CaseNest nest;
    private final CaseGroups.Choice choice;
    private final int indexLocal;

    private Regroup(CaseNest nest, CaseGroups.Choice choice, int indexLocal) {
        this.nest = nest;
        this.choice = choice;
        this.indexLocal = indexLocal;
    }

    /** @return the regions to cut out; none, when the function has no such switch or nothing of it can move */
    static List<Region> apply(FunctionTree function, int hot, int groupSize, Budget budget) {
        return CaseNest.find(function)
                .map(nest -> {
                    CaseGroups.Choice choice = CaseGroups.choose(function, nest, hot, groupSize, budget);
                    return choice.groups().isEmpty()
                            ? List.<Region>of()
                            : new Regroup(nest, choice, function.addLocal(ValueType.I32)).rewrite(budget);
                })
                .orElse(List.of());
    }

    private List<Region> rewrite(Budget budget) {
        List<Region> regions = new ArrayList<>();
        List<Node> innermost = new ArrayList<>(nest.prefix());
        innermost.add(Node.Local.tee(indexLocal));
        Map<Block, Block> groupOfLabel = new HashMap<>();
        for (List<Integer> group : choice.groups()) {
            budget.charge(nest.table().targets().size());
            Block before = Block.plain();
            group.forEach(number -> groupOfLabel.put(label(number), before));
            List<Node> sequence = new ArrayList<>(List.of(before));
            sequence.addAll(switchOf(group));
            Block around = Block.around(sequence);
            regions.add(new Region(around, sequence, 1, sequence.size()));
        }
        innermost.add(nest.table().retargeted(target -> groupOfLabel.getOrDefault(target, target)));
        for (Region region : regions) {
            ((Block) region.sequence().getFirst()).replaceBody(innermost);
            innermost = new ArrayList<>(List.of(region.owner()));
        }
        dropMoved(groupOfLabel, innermost);
        return regions;
    }

    private Block label(int number) {
        return nest.cases().get(number).label();
    }

    /** A nest of the group's cases alone. What falls out of a case into one of another group, or into one that stays, jumps. */
    private List<Node> switchOf(List<Integer> group) {
        Map<Block, Block> labels = new HashMap<>();
        group.forEach(number -> labels.put(label(number), Block.plain()));
        List<Node> code = new ArrayList<>(table(labels));
        for (int number : group) {
            Block label = labels.getOrDefault(label(number), label(number));
            label.replaceBody(code);
            code = new ArrayList<>(List.of(label));
            code.addAll(nest.cases().get(number).code());
            if (choice.fallsThrough()[number] && !group.contains(number + 1)) {
                code.add(new Node.Branch(label(number + 1)));
            }
        }
        Walk.rewrite(
                code,
                node -> List.of(
                        node instanceof Node.Jump jump
                                ? jump.retargeted(target -> labels.getOrDefault(target, target))
                                : node));
        return code;
    }

    /** Only the stretch of the table from the group's first entry to its last; no other index comes here. */
    private List<Node> table(Map<Block, Block> labels) {
        List<Block> targets = nest.table().targets();
        int first = 0;
        while (!labels.containsKey(targets.get(first))) {
            first++;
        }
        int last = targets.size() - 1;
        while (!labels.containsKey(targets.get(last))) {
            last--;
        }
        // Entries of others are never used, so any target will do.
        Block unused = labels.getOrDefault(targets.get(last), targets.get(last));
        List<Block> own = new ArrayList<>();
        for (Block target : targets.subList(first, last + 1)) {
            own.add(labels.getOrDefault(target, unused));
        }
        List<Node> nodes = new ArrayList<>(List.of(Node.Local.get(indexLocal)));
        if (first > 0) {
            nodes.add(Node.Plain.constant(first));
            nodes.add(Node.Plain.subtract());
        }
        nodes.add(new Node.BranchTable(own));
        return nodes;
    }

    private void dropMoved(Map<Block, Block> moved, List<Node> innermost) {
        nest.cases().getFirst().label().replaceBody(innermost);
        for (CaseNest.Case each : nest.cases()) {
            if (moved.containsKey(each.label())) {
                List<Node> inside = new ArrayList<>(each.label().body());
                each.container().clear();
                each.container().addAll(inside);
            }
        }
        CaseNest.Case outermost = nest.cases().getLast();
        if (moved.containsKey(outermost.label())) {
            // Its code ended with a jump; the block that is left instead ends with none, as far as the format can tell.
            outermost.container().add(new Node.Unreachable());
        }
    }
}
