package ai.ekaya.sandbox.split;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Finds how a stretch of code may be left, and which locals it has then written. */
final class Assignments {
    private final Budget budget;
    private final int words;
    private final SequencedMap<Exit, Written> exits = new LinkedHashMap<>();

    /** What comes to the labels of the blocks that we are in. */
    private final Map<Block, Written> labels = new HashMap<>();

    private Assignments(int locals, Budget budget) {
        this.budget = budget;
        this.words = 1 + locals / Long.SIZE;
    }

    /**
     * The exits in the order of the code; falling through, if it can happen, comes first. Exits of code that is never reached are
     * there too, as its jumps must go somewhere.
     */
    static SequencedMap<Exit, Written> exits(FunctionTree function, List<Node> nodes, Budget budget) {
        var assignments = new Assignments(function.locals().size(), budget);
        Written end = Written.nothing();
        assignments.forward(nodes, end);
        if (end.isReached()) {
            assignments.exits.putFirst(Exit.FALL_THROUGH, end);
        }
        return assignments.exits;
    }

    /** @param written what was written before the nodes; afterwards, what was written behind them */
    private void forward(List<Node> nodes, Written written) {
        for (Node node : nodes) {
            budget.charge(5);
            switch (node) {
                case Block block -> through(block, written);
                case Node.Local local -> {
                    if (local.writes()) {
                        written.write(local.index());
                    }
                }
                case Node.Jump jump -> {
                    jump.distinctTargets().forEach(target -> leave(target, written));
                    if (jump.endsSequence()) {
                        written.becomeUnreached();
                    }
                }
                case Node.Return end -> {
                    join(exits, Exit.RETURNING, written);
                    written.becomeUnreached();
                }
                case Node.Unreachable trap -> written.becomeUnreached();
                case Node.Plain plain -> {}
                case Node.PieceCall call -> {}
                case Node.Slot slot -> {}
            }
        }
    }

    private void through(Block block, Written written) {
        budget.charge(4L * words);
        Written atLabel = Written.unreached();
        labels.put(block, atLabel);
        switch (block.kind()) {
            case BLOCK, FUNCTION -> {
                forward(block.body(), written);
                written.join(atLabel);
            }
            case IF -> {
                Written other = written.copy();
                forward(block.body(), written);
                forward(block.otherwise(), other);
                written.join(other);
                written.join(atLabel);
            }
            case LOOP -> {
                // The second time round, anything in the loop may have been written; nothing new must have been.
                addWrites(block, written);
                forward(block.body(), written);
            }
        }
        labels.remove(block);
    }

    private void addWrites(Block loop, Written written) {
        Walk.all(loop.body(), node -> {
            budget.charge(2);
            if (node instanceof Node.Local local && local.writes()) {
                written.mayWrite(local.index());
            }
        });
    }

    private void leave(Block target, Written written) {
        Written inside = labels.get(target);
        if (inside == null) {
            join(exits, new Exit.ToLabel(target), written);
        } else {
            budget.charge(words);
            inside.join(written);
        }
    }

    private void join(SequencedMap<Exit, Written> into, Exit exit, Written written) {
        budget.charge(words);
        into.computeIfAbsent(exit, first -> Written.unreached()).join(written);
    }
}
