package ai.ekaya.sandbox.split;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Goes through a tree without recursion. */
final class Walk {
    private Walk() {}

    /** Each node, a block before what is in it, in the order of the code. */
    static void all(List<Node> nodes, Consumer<Node> visit) {
        Deque<Iterator<Node>> open = new ArrayDeque<>();
        open.push(nodes.iterator());
        while (!open.isEmpty()) {
            Iterator<Node> current = open.peek();
            if (!current.hasNext()) {
                open.pop();
                continue;
            }
            Node node = current.next();
            visit.accept(node);
            if (node instanceof Block block) {
                // The else part is pushed first, so that it comes last.
                open.push(block.otherwise().iterator());
                open.push(block.body().iterator());
            }
        }
    }

    /** The blocks among {@link #all}. */
    static List<Block> blocks(List<Node> nodes) {
        List<Block> blocks = new ArrayList<>();
        all(nodes, node -> {
            if (node instanceof Block block) {
                blocks.add(block);
            }
        });
        return blocks;
    }

    /** The blocks that some jump goes to. */
    static Set<Block> targets(List<Node> nodes) {
        Set<Block> targets = new LinkedHashSet<>();
        all(nodes, node -> {
            if (node instanceof Node.Jump jump) {
                targets.addAll(jump.distinctTargets());
            }
        });
        return targets;
    }

    /** Puts in the place of each node but blocks what the rule makes of it. Blocks stay, and are gone into. */
    static void rewrite(List<Node> nodes, Function<Node, List<Node>> rule) {
        Deque<List<Node>> open = new ArrayDeque<>();
        open.push(nodes);
        while (!open.isEmpty()) {
            List<Node> sequence = open.pop();
            List<Node> rewritten = new ArrayList<>(sequence.size());
            for (Node node : sequence) {
                if (node instanceof Block block) {
                    rewritten.add(block);
                    open.push(block.body());
                    open.push(block.otherwise());
                } else {
                    rewritten.addAll(rule.apply(node));
                }
            }
            sequence.clear();
            sequence.addAll(rewritten);
        }
    }
}
