package ai.ekaya.sandbox.split;

import java.util.List;

/**
 * Whole statements in a row: code that begins and ends with nothing of its own on the stack.
 *
 * @param owner whose body or else part the sequence is
 * @param from index of the first node
 * @param end index behind the last node
 */
record Region(Block owner, List<Node> sequence, int from, int end) {
    List<Node> nodes() {
        return sequence.subList(from, end);
    }
}
