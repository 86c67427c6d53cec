package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Writes what takes a region's place: the call of its piece, the locals that come back, and the jump to where the region would
 * have gone. With three exits, of which one falls through and one hands back more than the others:
 *
 * <pre>{@code
 * block A
 *   block W
 *     local.get 4  local.get 9  call piece
 *     global.get slot0  local.set 4    ;; on every way; the exit's number stays on the stack
 *     br_table A L W
 *   end
 *   global.get slot1  local.set 9      ;; only on this way
 *   br M
 * end
 * }</pre>
 */
final class CallSite {
    private final OutlinePlan plan;
    private final Handover handover;
    private final BitSet always;
    private final Block after = Block.plain();

    private CallSite(OutlinePlan plan, Handover handover) {
        this.plan = plan;
        this.handover = handover;
        this.always = plan.alwaysHandedBack();
    }

    static List<Node> write(OutlinePlan plan, Handover handover, int piece) {
        return new CallSite(plan, handover).write(piece);
    }

    private List<Node> write(int piece) {
        List<Node> code = new ArrayList<>();
        plan.parameters().stream().forEach(local -> code.add(Node.Local.get(local)));
        code.add(new Node.PieceCall(
                piece, plan.parameters().cardinality(), handover.results().size()));
        if (plan.onlyReturns()) {
            code.add(new Node.Return(handover.results().size()));
            return code;
        }
        handover.direct().ifPresent(local -> code.add(Node.Local.set(local)));
        always.stream().filter(local -> !handover.isDirect(local)).forEach(local -> takeBack(local, code));
        return switch (plan.exits().size()) {
            case 0 -> with(code, new Node.Unreachable());
            case 1 -> withoutJumpTo(after, with(code, arrival(plan.exits().getFirst())));
            default -> choose(code);
        };
    }

    private static List<Node> with(List<Node> code, Node... more) {
        return with(code, List.of(more));
    }

    private static List<Node> with(List<Node> code, List<Node> more) {
        code.addAll(more);
        return code;
    }

    private void takeBack(int local, List<Node> code) {
        code.add(new Node.Slot(false, handover.slot(local)));
        code.add(Node.Local.set(local));
    }

    /** What is still to do on one way, down to the jump. */
    private List<Node> arrival(OutlinePlan.Way way) {
        List<Node> code = new ArrayList<>();
        BitSet more = (BitSet) way.handBack().clone();
        more.andNot(always);
        more.stream().forEach(local -> takeBack(local, code));
        switch (way.exit()) {
            case Exit.FallThrough end -> code.add(new Node.Branch(after));
            case Exit.ToLabel label -> code.add(new Node.Branch(label.block()));
            case Exit.Returning end -> {
                handover.returnSlot().ifPresent(slot -> code.add(new Node.Slot(false, slot)));
                code.add(new Node.Return(handover.returnSlot().isPresent() ? 1 : 0));
            }
        }
        return code;
    }

    /** A jump by the exit's number, which is on the stack. */
    private List<Node> choose(List<Node> code) {
        List<Block> goals = new ArrayList<>();
        List<Block> wrappers = new ArrayList<>();
        List<List<Node>> arrivals = new ArrayList<>();
        for (OutlinePlan.Way way : plan.exits()) {
            List<Node> arrival = arrival(way);
            if (arrival.getFirst() instanceof Node.Branch straight) {
                goals.add(straight.target());
            } else {
                Block wrapper = Block.plain();
                goals.add(wrapper);
                wrappers.add(wrapper);
                arrivals.add(arrival);
            }
        }
        if (goals.size() == 2) {
            code.add(new Node.BranchIf(goals.getLast()));
            code.add(new Node.Branch(goals.getFirst()));
        } else {
            code.add(new Node.BranchTable(goals));
        }
        List<Node> whole = code;
        // The exit that falls through is the first, and comes last: then it needs no jump.
        for (int i = wrappers.size() - 1; i >= 0; i--) {
            wrappers.get(i).replaceBody(whole);
            whole = with(new ArrayList<>(List.of(wrappers.get(i))), arrivals.get(i));
        }
        return withoutJumpTo(after, whole);
    }

    /** A block around the code, unless the only jump to its end is the one at its end. */
    private static List<Node> withoutJumpTo(Block after, List<Node> code) {
        if (code.getLast() instanceof Node.Branch last && last.target() == after) {
            code.removeLast();
        }
        if (!Walk.targets(code).contains(after)) {
            return code;
        }
        after.replaceBody(code);
        return new ArrayList<>(List.of(after));
    }
}
