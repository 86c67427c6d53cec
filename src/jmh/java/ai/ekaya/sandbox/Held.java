package ai.ekaya.sandbox;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Set;

/** What this JVM holds once its garbage is collected. */
record Held(long metaspaceBytes, int classCount, int threadCount, long heapBytes) {
    private static final double GROWTH_MAX = 1.05;
    private static final Set<String> CLASSES = Set.of("Metaspace", "Compressed Class Space");
    private static final int THREADS_MAX = 2;

    static Held now() {
        long heap = Heap.usedBytes();
        long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> CLASSES.contains(pool.getName()))
                .mapToLong(pool -> pool.getUsage().getUsed())
                .sum();
        return new Held(
                metaspace,
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                heap);
    }

    String cells() {
        return String.format(
                Locale.ROOT,
                "%.1f | %d | %d | %.1f",
                Heap.megabytes(metaspaceBytes),
                classCount,
                threadCount,
                Heap.megabytes(heapBytes));
    }

    String growthOver(Held early) {
        double metaspace = (double) metaspaceBytes / early.metaspaceBytes;
        double classes = (double) classCount / early.classCount;
        double heap = (double) heapBytes / early.heapBytes;
        int threads = threadCount - early.threadCount;
        boolean flat = metaspace <= GROWTH_MAX && classes <= GROWTH_MAX && heap <= GROWTH_MAX && threads <= THREADS_MAX;
        return String.format(
                Locale.ROOT,
                "metaspace %.3f×, classes %.3f×, heap %.3f×, threads %+d; at most 1.05× and +2: %s",
                metaspace,
                classes,
                heap,
                threads,
                flat ? "passes" : "**fails**");
    }
}
