package ai.ekaya.boot;

import ai.ekaya.web.MetricsText;
import ai.ekaya.web.MetricsText.Kind;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;

/** What the JVM under the server uses. */
final class JvmMeters {
    private JvmMeters() {}

    static void writeTo(MetricsText text) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        text.gauge("jvm_heap_used_bytes", "Heap in use, garbage included", (double) heap.getUsed())
                .gauge("jvm_heap_max_bytes", "The most that the heap may grow to", (double) heap.getMax())
                .gauge(
                        "jvm_threads",
                        "Live threads",
                        ManagementFactory.getThreadMXBean().getThreadCount())
                .gauge(
                        "jvm_start_time_seconds",
                        "Start of the JVM, since 1970",
                        ManagementFactory.getRuntimeMXBean().getStartTime() / 1_000.0);
        text.family("jvm_gc_seconds_total", Kind.COUNTER, "Time spent collecting garbage")
                .sample("jvm_gc_seconds_total", Map.of(), gcMillis() / 1_000.0);
        text.family("jvm_compilation_seconds_total", Kind.COUNTER, "Time spent compiling to machine code, all threads")
                .sample("jvm_compilation_seconds_total", Map.of(), compilationMillis() / 1_000.0);
    }

    private static long gcMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .filter(millis -> millis >= 0)
                .sum();
    }

    private static long compilationMillis() {
        var compiler = ManagementFactory.getCompilationMXBean();
        return compiler == null || !compiler.isCompilationTimeMonitoringSupported()
                ? 0
                : compiler.getTotalCompilationTime();
    }
}
