package ai.ekaya.sandbox.split;

import java.util.ArrayList;
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
        Block block = innermost;
        while (block.isPlainBlock()) {
            Places.Place place = places.of(block);
            if (!sinkInto(block, place.sequence(), place.index())) {
                return;
            }
            block = place.owner();
        }
    }

    /** @return whether nothing is left in front of the block */
    private boolean sinkInto(Block block, List<Node> sequence, int index) {
        List<Node> before = sequence.subList(0, index);
        int height = 0;
        for (Node node : before) {
            height -= node.pops();
            if (height < 0) {
                return false;
            }
            height += node.pushes();
        }
        if (height == 0) {
            block.body().addAll(0, before);
            before.clear();
            return true;
        }
        boolean oneLocal =
                height == 1 && before.getLast() instanceof Node.Local last && last.access() == Node.Local.Access.GET;
        if (!oneLocal) {
            return false;
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
        return true;
    }

    private static boolean writes(Block block, int operand) {
        boolean[] writes = {false};
        Walk.all(
                block.body(),
                node -> writes[0] |= node instanceof Node.Local local && local.writes() && local.index() == operand);
        return writes[0];
    }
}
