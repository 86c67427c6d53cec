package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Measures a function and lists what could be cut out of it in one piece. */
final class Candidates {
    /** A switch of so many cases stays where it is: its table would only be moved, and its cases are better moved in groups. */
    private static final int TABLE_MAX = 48;

    /** A smaller piece would be little more than the call of it. */
    private static final int SIZE_MIN = 140;

    /**
     * @param size estimated bytes of JVM code
     * @param position of its first node among all nodes of the function, in the order of the code
     * @param positionEnd behind its last, so that two candidates overlap as their positions do
     */
    record Candidate(Region region, int size, int position, int positionEnd) {}

    /** @param fixed whether it must stay in this function */
    private record Measured(int size, boolean fixed) {}

    private final int sizeMax;
    private final Budget budget;
    private final List<Candidate> found = new ArrayList<>();
    private int position;

    private Candidates(int sizeMax, Budget budget) {
        this.sizeMax = sizeMax;
        this.budget = budget;
    }

    /** The largest first; of equals, the first in the code. They may lie in one another, but never overlap in part. */
    static List<Candidate> of(FunctionTree function, int sizeMax, Budget budget) {
        var candidates = new Candidates(sizeMax, budget);
        candidates.measure(function.root(), function.root().body());
        candidates.found.sort(
                Comparator.comparingInt(Candidate::size).reversed().thenComparingInt(Candidate::position));
        return candidates.found;
    }

    private Measured measure(Block owner, List<Node> sequence) {
        Run run = new Run(owner, sequence);
        int height = owner.type().parameters().size();
        int size = 0;
        boolean fixed = false;
        for (int i = 0; i < sequence.size(); i++) {
            Node node = sequence.get(i);
            budget.charge(10);
            if (height == 0) {
                run.startStatement(i);
            }
            position++;
            Measured measured = measure(node);
            size += measured.size;
            fixed |= measured.fixed;
            run.add(measured);
            height += node.pushes() - node.pops();
            if (height == 0 || node.endsSequence()) {
                run.endStatement(i + 1);
            }
        }
        run.flush();
        return new Measured(size, fixed);
    }

    private Measured measure(Node node) {
        int size = SizeModel.of(node);
        if (!(node instanceof Block block)) {
            boolean fixed = node instanceof Node.PieceCall
                    || node instanceof Node.Slot
                    || (node instanceof Node.BranchTable table
                            && table.targets().size() >= TABLE_MAX);
            return new Measured(size, fixed);
        }
        Measured body = measure(block, block.body());
        Measured otherwise = measure(block, block.otherwise());
        return new Measured(size + body.size + otherwise.size, body.fixed || otherwise.fixed);
    }

    /** Statements of one sequence that were put together so far. */
    private final class Run {
        private final Block owner;
        private final List<Node> sequence;
        private int from;
        private int end;
        private int size;
        private int runPosition;
        private int runPositionEnd;
        private boolean inStatement;
        private int statementFrom;
        private int statementPosition;
        private int statementSize;
        private boolean statementFixed;

        Run(Block owner, List<Node> sequence) {
            this.owner = owner;
            this.sequence = sequence;
        }

        void startStatement(int index) {
            inStatement = true;
            statementFrom = index;
            statementPosition = position;
            statementSize = 0;
            statementFixed = false;
        }

        void add(Measured node) {
            statementSize += node.size;
            statementFixed |= node.fixed;
        }

        void endStatement(int statementEnd) {
            if (!inStatement) {
                return;
            }
            inStatement = false;
            if (statementFixed || size + statementSize > sizeMax) {
                flush();
            }
            if (statementFixed || statementSize > sizeMax) {
                return;
            }
            if (size == 0) {
                from = statementFrom;
                runPosition = statementPosition;
            }
            end = statementEnd;
            runPositionEnd = position;
            size += statementSize;
        }

        void flush() {
            if (size >= SIZE_MIN) {
                found.add(new Candidate(new Region(owner, sequence, from, end), size, runPosition, runPositionEnd));
            }
            size = 0;
        }
    }
}
