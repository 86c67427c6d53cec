package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A structured instruction with the code inside it. Mutable, with an identity: branches refer to it.
 *
 * <p>INVARIANT: hash codes differ from run to run, so maps and sets of blocks are only looked up in, or keep insertion order; the
 * same module must always split into the same bytes.
 */
final class Block implements Node {
    /** What the block is in the binary format; FUNCTION is the one around a whole body, whose label is the function's end. */
    enum Kind {
        BLOCK(0x02),
        LOOP(0x03),
        IF(0x04),
        FUNCTION(0);

        private final int opcode;

        Kind(int opcode) {
            this.opcode = opcode;
        }

        int opcode() {
            return opcode;
        }
    }

    private final Kind kind;
    private FunctionType type;
    private Optional<Integer> typeIndex;
    private List<Node> body = new ArrayList<>();
    private List<Node> otherwise = new ArrayList<>();

    /** @param typeIndex where the module lists the type, when a single byte does not say it */
    Block(Kind kind, FunctionType type, Optional<Integer> typeIndex) {
        this.kind = kind;
        this.type = type;
        this.typeIndex = typeIndex;
    }

    /** A {@code block} that takes and leaves nothing. */
    static Block plain() {
        return new Block(Kind.BLOCK, FunctionType.EMPTY, Optional.empty());
    }

    /** Such a block around code. The list becomes the block's own. */
    static Block around(List<Node> body) {
        Block block = plain();
        block.body = body;
        return block;
    }

    Kind kind() {
        return kind;
    }

    FunctionType type() {
        return type;
    }

    Optional<Integer> typeIndex() {
        return typeIndex;
    }

    boolean isPlainBlock() {
        return kind == Kind.BLOCK && type.equals(FunctionType.EMPTY);
    }

    /** Only right when the code inside no longer leaves values. */
    void dropResults() {
        type = new FunctionType(type.parameters(), List.of());
        typeIndex = Optional.empty();
    }

    List<Node> body() {
        return body;
    }

    /** The {@code else} part of an {@code if}; empty when there is none. */
    List<Node> otherwise() {
        return otherwise;
    }

    /** Both sequences, or the one. */
    List<List<Node>> sequences() {
        return kind == Kind.IF ? List.of(body, otherwise) : List.of(body);
    }

    void replaceBody(List<Node> code) {
        body = code;
    }

    /** How many values a branch to this block carries. */
    int labelArity() {
        return kind == Kind.LOOP ? type.parameters().size() : type.results().size();
    }

    @Override
    public int pops() {
        return type.parameters().size() + (kind == Kind.IF ? 1 : 0);
    }

    @Override
    public int pushes() {
        return type.results().size();
    }
}
