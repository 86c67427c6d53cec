package ai.ekaya.sandbox.split;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which locals may still be read, at each label and before and after each block of a function: what a piece has to hand back,
 * and what it need not.
 *
 * <p>INVARIANT: cutting out pieces changes none of these sets outside of the pieces, as a call reads what the piece read or
 * might leave alone. So many pieces are cut after computing them once.
 */
final class Liveness {
    /** Blocks times locals. Two or three sets are kept for each block: some 40 MB. */
    static final long KEPT_BITS_MAX = 100_000_000;

    private static final BitSet NONE = new BitSet();

    private final Budget budget;
    private final int words;
    private final Map<Block, BitSet> atLabel = new HashMap<>();
    private final Map<Block, BitSet> before = new HashMap<>();
    private final Map<Block, BitSet> after = new HashMap<>();

    private Liveness(int locals, Budget budget) {
        this.budget = budget;
        this.words = 1 + locals / Long.SIZE;
    }

    static Liveness of(FunctionTree function, Budget budget) {
        var liveness = new Liveness(function.locals().size(), budget);
        liveness.after.put(function.root(), NONE);
        liveness.atLabel.put(function.root(), NONE);
        liveness.backward(function.root().body(), new BitSet());
        return liveness;
    }

    /** The locals that this code reads before it writes them, on some way through it. */
    static BitSet exposedReads(FunctionTree function, List<Node> nodes, Budget budget) {
        return new Liveness(function.locals().size(), budget).backward(nodes, new BitSet());
    }

    /** What may be read after a jump to the block. Nothing, when the block is not in the code looked at. */
    BitSet atLabel(Block block) {
        return atLabel.getOrDefault(block, NONE);
    }

    /** What may be read when control has come to this place in the sequence. Only while the tree is as it was. */
    BitSet at(Block owner, List<Node> sequence, int index) {
        BitSet live = copy(known(after, owner));
        for (int i = sequence.size() - 1; i >= index; i--) {
            Node node = sequence.get(i);
            live = node instanceof Block block ? copy(known(before, block)) : beforeLeaf(node, live);
        }
        return live;
    }

    private static BitSet known(Map<Block, BitSet> sets, Block block) {
        BitSet set = sets.get(block);
        if (set == null) {
            throw new IllegalStateException("The block came into the tree after its locals were looked at");
        }
        return set;
    }

    /** @param live after the nodes; becomes this method's own */
    private BitSet backward(List<Node> nodes, BitSet live) {
        BitSet current = live;
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            current = node instanceof Block block ? beforeBlock(block, current) : beforeLeaf(node, current);
        }
        return current;
    }

    private BitSet beforeBlock(Block block, BitSet live) {
        BitSet behind = copy(live);
        after.put(block, behind);
        BitSet entry = switch (block.kind()) {
            case LOOP -> beforeLoop(block, behind);
            case IF -> {
                atLabel.put(block, behind);
                BitSet either = backward(block.body(), copy(behind));
                either.or(backward(block.otherwise(), copy(behind)));
                yield either;
            }
            case BLOCK, FUNCTION -> {
                atLabel.put(block, behind);
                yield backward(block.body(), copy(behind));
            }
        };
        before.put(block, copy(entry));
        return entry;
    }

    /**
     * The smallest set that going round does not change. Sets only grow within one computation, so an inner loop goes on from
     * what it had at the outer loop's last round: each round but one per outer round adds a local somewhere.
     */
    private BitSet beforeLoop(Block loop, BitSet behind) {
        atLabel.putIfAbsent(loop, new BitSet());
        while (true) {
            BitSet entry = backward(loop.body(), copy(behind));
            if (entry.equals(atLabel.get(loop))) {
                return entry;
            }
            atLabel.put(loop, copy(entry));
        }
    }

    private BitSet beforeLeaf(Node node, BitSet live) {
        budget.charge(5);
        switch (node) {
            case Node.Local local -> live.set(local.index(), !local.writes());
            case Node.BranchIf branch -> merge(live, branch.target());
            case Node.Jump jump -> {
                BitSet anywhere = new BitSet();
                jump.distinctTargets().forEach(target -> merge(anywhere, target));
                return anywhere;
            }
            default -> {
                return node.endsSequence() ? new BitSet() : live;
            }
        }
        return live;
    }

    private void merge(BitSet live, Block target) {
        budget.charge(words);
        live.or(atLabel(target));
    }

    private BitSet copy(BitSet set) {
        budget.charge(words);
        return (BitSet) set.clone();
    }
}
