package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets blocks hand their result over in a local rather than on the stack. A piece can leave to a label only when nothing has to
 * be on the stack there, and code written by wasm-opt is full of blocks with results. Afterwards no jump goes to the function's
 * end with a value.
 *
 * <pre>{@code
 * block (result i32)          block
 *   …                           …
 *   local.get 7                 local.get 7
 *   local.get 8                 local.get 8
 *   br_if 0              →      local.set c  local.tee v  local.get c
 *                               br_if 0
 *   …                           …
 * end                           local.set v
 *                             end
 *                             local.get v
 * }</pre>
 */
final class ResultsToLocals {
    private final FunctionTree function;
    private final int offset;
    private final Budget budget;
    private final Map<Block, Integer> resultLocals = new HashMap<>();
    private Optional<Integer> conditionLocal = Optional.empty();

    private ResultsToLocals(FunctionTree function, int offset, Budget budget) {
        this.function = function;
        this.offset = offset;
        this.budget = budget;
    }

    /** @param offset where the function lies in the module */
    static void apply(FunctionTree function, int offset, Budget budget) {
        var step = new ResultsToLocals(function, offset, budget);
        step.keepJumpsInside();
        step.convertBlocks();
        step.convertJumps();
    }

    /** A conditional jump to the function's end becomes one to a block around everything, so that it is converted like others. */
    private void keepJumpsInside() {
        Block root = function.root();
        if (root.labelArity() != 1) {
            return;
        }
        boolean[] needed = {false};
        Walk.all(root.body(), node -> needed[0] |= conditionalJumpTo(root, node));
        if (!needed[0]) {
            return;
        }
        Block around = new Block(Block.Kind.BLOCK, root.type(), Optional.empty());
        around.replaceBody(root.body());
        root.replaceBody(new ArrayList<>(List.of(around)));
        Walk.rewrite(
                around.body(),
                node -> List.of(
                        conditionalJumpTo(root, node)
                                ? ((Node.Jump) node).retargeted(target -> target == root ? around : target)
                                : node));
    }

    private static boolean conditionalJumpTo(Block root, Node node) {
        return node instanceof Node.Jump jump
                && !(jump instanceof Node.Branch)
                && jump.distinctTargets().contains(root);
    }

    private void convertBlocks() {
        Set<Block> targets = Walk.targets(function.root().body());
        List<Block> blocks = Walk.blocks(function.root().body());
        for (Block block : blocks) {
            FunctionType type = block.type();
            boolean mayConvert = block.kind() == Block.Kind.BLOCK
                    // The result of an if that nobody jumps out of is an operand like others.
                    || (block.kind() == Block.Kind.IF && targets.contains(block));
            if (mayConvert && type.parameters().isEmpty() && type.results().size() == 1) {
                int local = function.addLocal(type.results().getFirst());
                resultLocals.put(block, local);
                block.dropResults();
                block.sequences().forEach(sequence -> storeResult(sequence, local));
            }
        }
        if (resultLocals.isEmpty()) {
            return;
        }
        loadResults(function.root().body());
        blocks.forEach(block -> block.sequences().forEach(this::loadResults));
    }

    private static void storeResult(List<Node> sequence, int local) {
        if (sequence.isEmpty() || !sequence.getLast().endsSequence()) {
            sequence.add(Node.Local.set(local));
        }
    }

    private void loadResults(List<Node> sequence) {
        List<Node> loading = new ArrayList<>(sequence.size());
        for (Node node : sequence) {
            loading.add(node);
            if (node instanceof Block block && resultLocals.containsKey(block)) {
                loading.add(Node.Local.get(resultLocals.get(block)));
            }
        }
        sequence.clear();
        sequence.addAll(loading);
    }

    private void convertJumps() {
        Walk.rewrite(function.root().body(), node -> switch (node) {
            case Node.Branch branch -> convert(branch);
            case Node.BranchIf branch -> convert(branch);
            case Node.BranchTable table -> convert(table);
            default -> List.of(node);
        });
    }

    private List<Node> convert(Node.Branch branch) {
        if (branch.target() == function.root()) {
            return List.of(new Node.Return(function.type().results().size()));
        }
        Integer local = resultLocals.get(branch.target());
        return local == null ? List.of(branch) : List.of(Node.Local.set(local), branch);
    }

    private List<Node> convert(Node.BranchIf branch) {
        Integer local = resultLocals.get(branch.target());
        if (local == null) {
            return List.of(branch);
        }
        int condition = condition();
        return List.of(Node.Local.set(condition), Node.Local.tee(local), Node.Local.get(condition), branch);
    }

    private List<Node> convert(Node.BranchTable table) {
        List<Integer> locals = new ArrayList<>();
        boolean carries = false;
        for (Block target : table.distinctTargets()) {
            Integer local = resultLocals.get(target);
            carries |= local == null && target.labelArity() > 0;
            if (local != null) {
                locals.add(local);
            }
        }
        if (locals.isEmpty()) {
            return List.of(table);
        }
        if (carries) {
            throw new SplitException(
                    function.index(), offset, "br_table with a value to a block and to a loop is not supported");
        }
        budget.charge(locals.size());
        int condition = condition();
        List<Node> nodes = new ArrayList<>();
        nodes.add(Node.Local.set(condition));
        locals.subList(1, locals.size()).forEach(local -> nodes.add(Node.Local.tee(local)));
        nodes.add(Node.Local.set(locals.getFirst()));
        nodes.add(Node.Local.get(condition));
        nodes.add(table);
        return nodes;
    }

    /** One local for all conditions: each is read right after it was written. */
    private int condition() {
        if (conditionLocal.isEmpty()) {
            conditionLocal = Optional.of(function.addLocal(ValueType.I32));
        }
        return conditionLocal.get();
    }
}
