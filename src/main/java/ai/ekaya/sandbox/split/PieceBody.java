package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes a piece: a region's code with its locals numbered anew, in one block for each exit, so that jumps out of the region only
 * get another target. Behind each block stands how to leave that way:
 *
 * <pre>{@code
 * block                      ;; exit 1
 *   …region, its jumps to label L now br to this block…
 *   local.get 0  global.set slot
 *   i32.const 0  return      ;; exit 0: falls through
 * end
 * i32.const 1  return
 * }</pre>
 */
final class PieceBody {
    private final FunctionTree caller;
    private final OutlinePlan plan;
    private final Handover handover;
    private final Map<Integer, Integer> newNumbers = new HashMap<>();
    private final List<ValueType> locals = new ArrayList<>();
    private final Map<Exit, Block> goals = new HashMap<>();
    private Set<Block> inside = Set.of();

    private PieceBody(FunctionTree caller, OutlinePlan plan, Handover handover) {
        this.caller = caller;
        this.plan = plan;
        this.handover = handover;
    }

    /** @param code the region's nodes, taken out of the caller; changed and used for the piece */
    static FunctionTree write(
            FunctionTree caller, OutlinePlan plan, Handover handover, List<Node> code, Additions additions) {
        return new PieceBody(caller, plan, handover).write(code, additions);
    }

    private FunctionTree write(List<Node> code, Additions additions) {
        plan.parameters().stream().forEach(this::number);
        List<ValueType> parameters = List.copyOf(locals);
        numberOthers(code);
        inside = new HashSet<>(Walk.blocks(code));
        plan.exits().forEach(way -> goals.put(way.exit(), Block.plain()));
        Walk.rewrite(code, this::rewrite);

        FunctionType type = new FunctionType(parameters, handover.results());
        FunctionTree piece = new FunctionTree(additions.declare(type), type, locals);
        List<Node> body = plan.onlyReturns() ? code : withExits(code);
        if (body.isEmpty() || !body.getLast().endsSequence()) {
            // Code that never comes out, seen or not.
            body.add(new Node.Unreachable());
        }
        piece.root().replaceBody(body);
        return piece;
    }

    private void number(int local) {
        newNumbers.put(local, locals.size());
        locals.add(caller.locals().get(local));
    }

    private void numberOthers(List<Node> code) {
        Set<Integer> used = new TreeSet<>();
        Walk.all(code, node -> {
            if (node instanceof Node.Local local) {
                used.add(local.index());
            }
        });
        used.removeAll(newNumbers.keySet());
        used.forEach(this::number);
    }

    private int numberOf(int local) {
        Integer number = newNumbers.get(local);
        if (number == null) {
            throw new IllegalStateException("Local " + local + " is not known in the piece");
        }
        return number;
    }

    private List<Node> rewrite(Node node) {
        return switch (node) {
            case Node.Local local -> List.of(new Node.Local(local.access(), numberOf(local.index())));
            case Node.Jump jump -> List.of(jump.retargeted(this::goal));
            case Node.Return end -> plan.onlyReturns() ? List.of(end) : returning();
            default -> List.of(node);
        };
    }

    private Block goal(Block target) {
        return inside.contains(target) ? target : goalOf(new Exit.ToLabel(target));
    }

    private Block goalOf(Exit exit) {
        Block goal = goals.get(exit);
        if (goal == null) {
            throw new IllegalStateException("The region has an exit that was not planned");
        }
        return goal;
    }

    /** Other than {@link Node.Slot}, the write may move on into a piece of the piece: that one returns through another global. */
    private List<Node> returning() {
        Node leave = new Node.Branch(goalOf(Exit.RETURNING));
        return handover.returnSlot()
                .map(slot -> List.of(Node.Plain.globalSet(slot), leave))
                .orElse(List.of(leave));
    }

    private List<Node> withExits(List<Node> code) {
        List<Node> body = code;
        for (int number = 0; number < plan.exits().size(); number++) {
            OutlinePlan.Way way = plan.exits().get(number);
            if (!(way.exit() instanceof Exit.FallThrough)) {
                Block goal = goalOf(way.exit());
                goal.replaceBody(body);
                body = new ArrayList<>(List.of(goal));
            }
            body.addAll(leave(way, number));
        }
        return body;
    }

    private List<Node> leave(OutlinePlan.Way way, int number) {
        List<Node> nodes = new ArrayList<>();
        way.handBack().stream().filter(local -> !handover.isDirect(local)).forEach(local -> {
            nodes.add(Node.Local.get(numberOf(local)));
            nodes.add(new Node.Slot(true, handover.slot(local)));
        });
        if (plan.exits().size() > 1) {
            nodes.add(Node.Plain.constant(number));
        } else {
            handover.direct().ifPresent(local -> nodes.add(Node.Local.get(numberOf(local))));
        }
        nodes.add(new Node.Return(handover.results().size()));
        return nodes;
    }
}
