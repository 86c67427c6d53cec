package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One function as a tree. Mutable; the steps of splitting rewrite it in place. */
final class FunctionTree {
    private final int index;
    private final FunctionType type;
    private final List<ValueType> locals;
    private final Block root;

    /** @param locals of parameters and locals, in the order of their index */
    FunctionTree(int index, FunctionType type, List<ValueType> locals) {
        this.index = index;
        this.type = type;
        this.locals = new ArrayList<>(locals);
        this.root = new Block(Block.Kind.FUNCTION, new FunctionType(List.of(), type.results()), Optional.empty());
    }

    int index() {
        return index;
    }

    FunctionType type() {
        return type;
    }

    List<ValueType> locals() {
        return locals;
    }

    Block root() {
        return root;
    }

    /** @return the new local's index */
    int addLocal(ValueType localType) {
        locals.add(localType);
        return locals.size() - 1;
    }
}
