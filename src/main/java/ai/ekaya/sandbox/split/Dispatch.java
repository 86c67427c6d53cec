package ai.ekaya.sandbox.split;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A function's largest switch: the {@code br_table} with the most different targets.
 *
 * @param owner the block whose body or else part it ends
 */
record Dispatch(Node.BranchTable table, Block owner) {

    /** @param targetsMin how many different targets it must have at least */
    static Optional<Dispatch> largest(FunctionTree function, int targetsMin) {
        Optional<Dispatch> largest = Optional.empty();
        int most = targetsMin - 1;
        Deque<Block> open = new ArrayDeque<>();
        open.push(function.root());
        while (!open.isEmpty()) {
            Block owner = open.pop();
            for (List<Node> sequence : owner.sequences()) {
                for (Node node : sequence) {
                    if (node instanceof Block block) {
                        open.push(block);
                    } else if (node instanceof Node.BranchTable table
                            && table.distinctTargets().size() > most) {
                        most = table.distinctTargets().size();
                        largest = Optional.of(new Dispatch(table, owner));
                    }
                }
            }
        }
        return largest;
    }
}
