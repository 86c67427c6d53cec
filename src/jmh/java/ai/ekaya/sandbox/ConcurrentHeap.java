package ai.ekaya.sandbox;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** 200 runs at once, each filled nearly to its limit, in a heap of hardly more than 200 limits: {@link #HEAP}. */
final class ConcurrentHeap {
    private static final int RUNS = 200;
    private static final long LIMIT_BYTES = 16 << 20;

    /** All limits, and 256 MB for this JVM's own and for what waits to be collected. */
    static final String HEAP = "-Xmx" + (RUNS * LIMIT_BYTES / (1 << 20) + 256) + "m";

    private ConcurrentHeap() {}

    public static void main(String[] args) throws InterruptedException {
        Ours ours = new Ours();
        Guest guest = ours.prepare(
                "export default async ({ host }) => { const held = []; try { for (;;) held.push(new Uint8Array("
                        + "100_000).fill(1)) } catch {} held.pop(); await host.now(); return String(held.length) }");
        long before = Heap.usedBytes();
        Blocked blocked = Blocked.start(ours, guest, RUNS, LIMIT_BYTES);
        long live = Heap.usedBytes() - before;
        int succeeded = blocked.succeededOnceReleased();
        Figure.CONCURRENT_HEAP.tell(
                live / (double) (RUNS * LIMIT_BYTES),
                "%.0f MB live of 200 × 16 MB with %s, %.0f MB at the peak with garbage; %d of 200 succeeded",
                Heap.megabytes(live),
                HEAP,
                Heap.megabytes(peakBytes()),
                succeeded);
        System.exit(0);
    }

    private static long peakBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
