package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A switch as compilers write it: a nest of blocks with the {@code br_table} at the innermost place, and the code of each case
 * behind the block that jumps there.
 *
 * <pre>{@code
 * block P2
 *   block P1
 *     block P0
 *       …  br_table P0 P1 P2
 *     end
 *     code of case 0
 *   end
 *   code of case 1
 * end
 * code of case 2
 * }</pre>
 *
 * @param cases from the innermost block outwards
 */
record CaseNest(Node.BranchTable table, List<Case> cases) {
    static final int TARGETS_MIN = 12;

    /**
     * @param label the block; a jump to it comes to the case's code
     * @param container begins with the block and goes on with the code; the body of the next case's block, but for the last
     */
    record Case(Block label, List<Node> container) {
        List<Node> code() {
            return container.subList(1, container.size());
        }
    }

    /** The nest around the function's largest switch, if it has that form. */
    static Optional<CaseNest> find(FunctionTree function) {
        return Dispatch.largest(function, TARGETS_MIN)
                .map(dispatch -> around(function, dispatch))
                .filter(nest -> !nest.cases.isEmpty());
    }

    private static CaseNest around(FunctionTree function, Dispatch dispatch) {
        Places places = Places.of(function);
        List<Case> cases = new ArrayList<>();
        Block block = dispatch.owner();
        while (block.isPlainBlock()) {
            Places.Place place = places.of(block);
            boolean first = place.index() == 0;
            if (!first || !place.owner().type().parameters().isEmpty()) {
                break;
            }
            cases.add(new Case(block, place.sequence()));
            block = place.owner();
        }
        return new CaseNest(dispatch.table(), cases);
    }

    /** The innermost block's code in front of the {@code br_table}. */
    List<Node> prefix() {
        List<Node> innermost = cases.getFirst().label().body();
        return innermost.subList(0, innermost.size() - 1);
    }
}
