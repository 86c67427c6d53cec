package ai.ekaya.sandbox.split;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Brings the blocks around a function's largest switch into the form that {@link CaseNest} reads: each the first thing in the
 * one around it. What stands in front of a block moves to its start, which runs next anyway:
 *
 * <pre>{@code
 * block                      block
 *   A                          block
 *   local.get 3                  A
 *   block              →         B  br_table …
 *     B  br_table …            end
 *   end                        local.get 3
 *   C                          C
 * end                        end
 * }</pre>
 */
final class SinkBeforeSwitch {
    private static final int TARGETS_MIN = 48;

    private final FunctionTree function;

    private SinkBeforeSwitch(FunctionTree function) {
        this.function = function;
    }

    static void apply(FunctionTree function) {
        Dispatch.largest(function, TARGETS_MIN)
                .ifPresent(dispatch -> new SinkBeforeSwitch(function).sinkAround(dispatch.owner()));
    }

    private void sinkAround(Block innermost) {
        Places places = Places.of(function);
        Deque<Block> chain = new ArrayDeque<>();
        for (Block block = innermost;
                block.isPlainBlock();
                block = places.of(block).owner()) {
            chain.push(block);
        }
        // From the outermost inwards, so that everything sinks down to the switch.
        for (Block block : chain) {
            List<Node> sequence = places.of(block).sequence();
            sinkInto(block, sequence, sequence.indexOf(block));
        }
    }

    /** Leaves the code in front of the block where it is, when it leaves more than a local's value on the stack. */
    private void sinkInto(Block block, List<Node> sequence, int index) {
        List<Node> before = sequence.subList(0, index);
        int height = 0;
        for (Node node : before) {
            height -= node.pops();
            if (height < 0) {
                return;
            }
            height += node.pushes();
        }
        if (height == 0) {
            block.body().addAll(0, before);
            before.clear();
            return;
        }
        boolean oneLocal =
                height == 1 && before.getLast() instanceof Node.Local last && last.access() == Node.Local.Access.GET;
        if (!oneLocal) {
            return;
        }
        int operand = ((Node.Local) before.getLast()).index();
        List<Node> sunk = new ArrayList<>(before.subList(0, before.size() - 1));
        int kept = operand;
        if (writes(block, operand)) {
            kept = function.addLocal(function.locals().get(operand));
            sunk.add(Node.Local.get(operand));
            sunk.add(Node.Local.set(kept));
        }
        block.body().addAll(0, sunk);
        before.clear();
        sequence.add(1, Node.Local.get(kept));
    }

    private static boolean writes(Block block, int operand) {
        boolean[] writes = {false};
        Walk.all(
                block.body(),
                node -> writes[0] |= node instanceof Node.Local local && local.writes() && local.index() == operand);
        return writes[0];
    }
}
