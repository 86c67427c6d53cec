package ai.ekaya.sandbox.split;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where each block of a function stands. Only right until the tree is changed. */
final class Places {
    /**
     * @param owner whose code the block is part of
     * @param sequence the owner's body or else part
     * @param index the block's in the sequence
     */
    record Place(Block owner, List<Node> sequence, int index) {}

    private final Map<Block, Place> places = new HashMap<>();

    static Places of(FunctionTree function) {
        var found = new Places();
        Deque<Block> open = new ArrayDeque<>();
        open.push(function.root());
        while (!open.isEmpty()) {
            Block owner = open.pop();
            for (List<Node> sequence : owner.sequences()) {
                for (int i = 0; i < sequence.size(); i++) {
                    if (sequence.get(i) instanceof Block block) {
                        found.places.put(block, new Place(owner, sequence, i));
                        open.push(block);
                    }
                }
            }
        }
        return found;
    }

    /** Of any block of the function but its root. */
    Place of(Block block) {
        Place place = places.get(block);
        if (place == null) {
            throw new IllegalArgumentException("The block is the root, or of another function");
        }
        return place;
    }
}
