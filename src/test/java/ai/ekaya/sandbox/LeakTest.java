package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Nothing of a run or an app is left behind; the long form is {@code ./ekaya bench leaks}. */
class LeakTest {
    private static final int RUNS = 200;
    private static final int APPS = 20;
    private static final int COLLECTIONS_MAX = 20;

    private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();

    @Test
    void the_classes_of_a_dropped_app_are_unloaded() {
        prepareRunAndDrop(-1);
        long unloaded = classes.getUnloadedClassCount();
        for (int i = 0; i < APPS; i++) {
            prepareRunAndDrop(i);
        }
        // Each app is some classes in a loader of its own; what is not yet unreachable may be one.
        assertThat(collectedUntil(() -> classes.getUnloadedClassCount() - unloaded >= APPS))
                .as("%d of at least %d classes unloaded", classes.getUnloadedClassCount() - unloaded, APPS)
                .isTrue();
    }

    @Test
    void runs_leave_no_classes_and_no_threads() {
        Guest guest = Guests.SANDBOX.prepare(new GuestCode.JavaScript("export default () => 1"));
        run(guest, RUNS / 10);
        int classesBefore = classes.getLoadedClassCount();
        int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();
        run(guest, RUNS);
        // The JVM's own: a lambda's class of a first use, a compiler's thread.
        assertThat(classes.getLoadedClassCount()).isLessThan(classesBefore + 50);
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threadsBefore + 5);
    }

    private static void run(Guest guest, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(outputOf(guest().run(guest).outcome())).isEqualTo("1");
        }
    }

    private static void prepareRunAndDrop(int number) {
        byte[] module = Wasm.returning(String.valueOf(number)).bytes();
        assertThat(outputOf(guest().wasm(module))).isEqualTo(String.valueOf(number));
    }

    private static boolean collectedUntil(BooleanSupplier enough) {
        for (int i = 0; i < COLLECTIONS_MAX && !enough.getAsBoolean(); i++) {
            System.gc();
        }
        return enough.getAsBoolean();
    }
}
