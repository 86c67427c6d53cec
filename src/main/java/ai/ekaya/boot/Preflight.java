package ai.ekaya.boot;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks whether the server under the WAR has what docs/install.md asks for, and names what it lacks. */
final class Preflight {
    /** A class that only this Liberty feature brings. */
    private static final Map<String, String> CLASS_BY_FEATURE = new TreeMap<>(Map.of(
            "restfulWS-3.1", "jakarta.ws.rs.core.Application",
            "persistence-3.1", "jakarta.persistence.Persistence",
            "concurrent-3.0", "jakarta.enterprise.concurrent.ManagedExecutorDefinition",
            "mail-2.1", "jakarta.mail.Session",
            "mpConfig-3.1", "org.eclipse.microprofile.config.ConfigProvider",
            "mpHealth-4.0", "org.eclipse.microprofile.health.HealthCheck",
            "mpOpenAPI-4.1", "org.eclipse.microprofile.openapi.annotations.Operation"));

    static final int JAVA_VERSION_MIN = 21;

    /** An array of half a region is G1's smallest "humongous" one, and the JS engine starts with one of a MB. */
    private static final long REGION_BYTES_MIN = 4 << 20;

    private Preflight() {}

    /** @return a sentence for each thing missing; empty when nothing is */
    static List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (Runtime.version().feature() < JAVA_VERSION_MIN) {
            missing.add("Java is " + Runtime.version().feature() + ", at least " + JAVA_VERSION_MIN
                    + " is needed: set JAVA_HOME for the server");
        }
        CLASS_BY_FEATURE.forEach((feature, className) -> {
            if (!present(className)) {
                missing.add("server.xml lacks feature " + feature);
            }
        });
        return missing;
    }

    /**
     * @return a sentence for each option of the JVM that makes the sandbox slow; the size of stacks is the sandbox's own to warn of
     */
    static List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (hotSpotOption("ClipInlining").filter("true"::equals).isPresent()) {
            warnings.add(
                    "jvm.options lacks -XX:-ClipInlining: JavaScript apps run some times slower (docs/install.md)");
        }
        boolean g1 = hotSpotOption("UseG1GC").filter("true"::equals).isPresent();
        if (g1 && hotSpotOption("G1HeapRegionSize").map(Long::valueOf).orElse(REGION_BYTES_MIN) < REGION_BYTES_MIN) {
            warnings.add("jvm.options lacks -XX:G1HeapRegionSize=4m: runs take more of the heap and hold each other up"
                    + " (docs/install.md)");
        }
        return warnings;
    }

    /** Empty on a JVM that has no such option. */
    static Optional<String> hotSpotOption(String name) {
        HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return Optional.ofNullable(options)
                    .map(bean -> bean.getVMOption(name).getValue());
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static boolean present(String className) {
        try {
            Class.forName(className, false, Preflight.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
