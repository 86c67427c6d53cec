package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One instruction in a function's tree. All but {@link Block} are immutable and may stand in several places. A branch holds the
 * block that it leaves rather than a depth, so code can be moved without counting anything anew.
 */
sealed interface Node
        permits Block, Node.Plain, Node.Local, Node.PieceCall, Node.Slot, Node.Jump, Node.Return, Node.Unreachable {
    /** Values taken from the stack, when the instruction lets its successor run. */
    int pops();

    int pushes();

    /** Whether what follows in the sequence is never reached. */
    default boolean endsSequence() {
        return false;
    }

    /**
     * An instruction that is only ever copied.
     *
     * @param jvmBytes the size of the code that the engine makes of it
     */
    record Plain(byte[] bytes, int pops, int pushes, int jvmBytes) implements Node {
        static Plain constant(int value) {
            byte[] bytes =
                    new ByteWriter().oneByte(Opcodes.I32_CONST).signed(value).toBytes();
            return new Plain(bytes, 0, 1, SizeModel.ofConstant(value));
        }

        static Plain globalSet(int index) {
            byte[] bytes =
                    new ByteWriter().oneByte(Opcodes.GLOBAL_SET).unsigned(index).toBytes();
            return new Plain(bytes, 1, 0, Opcodes.GLOBAL_BYTES);
        }

        static Plain subtract() {
            return new Plain(new byte[] {Opcodes.I32_SUB}, 2, 1, 1);
        }
    }

    /** Reads or writes one of the function's locals. */
    record Local(Access access, int index) implements Node {
        enum Access {
            GET(0x20),
            SET(0x21),
            TEE(0x22);

            private final int opcode;

            Access(int opcode) {
                this.opcode = opcode;
            }

            int opcode() {
                return opcode;
            }
        }

        static Local get(int index) {
            return new Local(Access.GET, index);
        }

        static Local set(int index) {
            return new Local(Access.SET, index);
        }

        static Local tee(int index) {
            return new Local(Access.TEE, index);
        }

        boolean writes() {
            return access != Access.GET;
        }

        @Override
        public int pops() {
            return access == Access.GET ? 0 : 1;
        }

        @Override
        public int pushes() {
            return access == Access.SET ? 0 : 1;
        }
    }

    /** A call of a function that the splitter made. */
    record PieceCall(int function, int pops, int pushes) implements Node {}

    /**
     * Reads or writes the global through which a piece hands a value back.
     *
     * <p>INVARIANT: code with one, or with the call of a piece, is not moved into a further piece: that one could write the same
     * global before the value is read.
     */
    record Slot(boolean writes, int global) implements Node {
        @Override
        public int pops() {
            return writes ? 1 : 0;
        }

        @Override
        public int pushes() {
            return writes ? 0 : 1;
        }
    }

    /** May continue at the label of one or more enclosing blocks. */
    sealed interface Jump extends Node {
        /** Without repetition, in order of the first. */
        List<Block> distinctTargets();

        /** The same jump elsewhere; {@code goal} is asked once for each target. */
        Jump retargeted(UnaryOperator<Block> goal);
    }

    /** {@code br}. */
    record Branch(Block target) implements Jump {
        @Override
        public int pops() {
            return target.labelArity();
        }

        @Override
        public int pushes() {
            return 0;
        }

        @Override
        public boolean endsSequence() {
            return true;
        }

        @Override
        public List<Block> distinctTargets() {
            return List.of(target);
        }

        @Override
        public Jump retargeted(UnaryOperator<Block> goal) {
            return new Branch(goal.apply(target));
        }
    }

    /** {@code br_if}. */
    record BranchIf(Block target) implements Jump {
        @Override
        public int pops() {
            return target.labelArity() + 1;
        }

        @Override
        public int pushes() {
            return target.labelArity();
        }

        @Override
        public List<Block> distinctTargets() {
            return List.of(target);
        }

        @Override
        public Jump retargeted(UnaryOperator<Block> goal) {
            return new BranchIf(goal.apply(target));
        }
    }

    /**
     * {@code br_table}.
     *
     * @param targets by index; the last is for every index past the others
     * @param distinctTargets made from them
     */
    record BranchTable(List<Block> targets, List<Block> distinctTargets) implements Jump {
        BranchTable(List<Block> targets) {
            this(List.copyOf(targets), List.copyOf(new LinkedHashSet<>(targets)));
        }

        @Override
        public int pops() {
            return targets.getFirst().labelArity() + 1;
        }

        @Override
        public int pushes() {
            return 0;
        }

        @Override
        public boolean endsSequence() {
            return true;
        }

        @Override
        public Jump retargeted(UnaryOperator<Block> goal) {
            List<Block> elsewhere = new ArrayList<>(targets.size());
            targets.forEach(target -> elsewhere.add(goal.apply(target)));
            return new BranchTable(elsewhere);
        }
    }

    /**
     * {@code return}.
     *
     * @param pops as many as the function has results
     */
    record Return(int pops) implements Node {
        @Override
        public int pushes() {
            return 0;
        }

        @Override
        public boolean endsSequence() {
            return true;
        }
    }

    /** Traps. */
    record Unreachable() implements Node {
        @Override
        public int pops() {
            return 0;
        }

        @Override
        public int pushes() {
            return 0;
        }

        @Override
        public boolean endsSequence() {
            return true;
        }
    }
}
