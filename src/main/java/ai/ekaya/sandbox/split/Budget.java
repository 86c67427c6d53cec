package ai.ekaya.sandbox.split;

/** Counts the work over one module. Everything whose cost an input can drive up is charged here before it is done. */
final class Budget {
    private final long workMax;
    private long work;
    private int function = SplitException.NO_FUNCTION;
    private int offset;

    Budget(long workMax) {
        this.workMax = workMax;
    }

    /** From now on, work is for this function. */
    void enter(int nextFunction, int nextOffset) {
        function = nextFunction;
        offset = nextOffset;
    }

    // SECURITY: bounds the time that a hostile module takes; guarded by HostileModuleTest.
    void charge(long steps) {
        work += steps;
        if (work > workMax) {
            throw new SplitException(
                    function, offset, "splitting takes more than the " + workMax + " steps of work allowed");
        }
    }

    long work() {
        return work;
    }
}
