package ai.ekaya.sandbox;

import java.lang.management.ManagementFactory;

/** What this JVM holds after its garbage has been collected. */
final class Heap {
    private Heap() {}

    static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static double megabytes(long bytes) {
        return bytes / (1024.0 * 1024.0);
    }
}
