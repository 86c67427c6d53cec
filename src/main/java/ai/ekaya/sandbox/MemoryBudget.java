package ai.ekaya.sandbox;

/** What one run's memory and tables may take together. Not thread-safe. */
final class MemoryBudget {
    private final long bytesMax;
    private long bytes;
    private boolean refused;

    MemoryBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** @return whether there was room for so many more; nothing is taken when not */
    boolean take(long more) {
        if (more < 0 || more > bytesMax - bytes) {
            refused = true;
            return false;
        }
        bytes += more;
        return true;
    }

    /** The guest asked for more than its own declaration allows. */
    void refuse() {
        refused = true;
    }

    /** What was taken could not be had after all: the server's own heap is full. */
    void giveBack(long taken) {
        bytes -= taken;
        refused = true;
    }

    /** Memory never shrinks: what is taken at the end is the most that there was. */
    long bytes() {
        return bytes;
    }

    long bytesMax() {
        return bytesMax;
    }

    boolean refused() {
        return refused;
    }
}
