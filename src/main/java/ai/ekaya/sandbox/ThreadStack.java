package ai.ekaya.sandbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The stack that this JVM gives its threads, by its {@code -Xss}. */
final class ThreadStack {
    private static final Logger LOGGER = System.getLogger(ThreadStack.class.getName());

    /** What the common JVMs give when nobody says. */
    private static final long DEFAULT_BYTES = 1 << 20;

    private ThreadStack() {}

    static long bytes() {
        long bytes = bytes(ManagementFactory.getRuntimeMXBean().getInputArguments());
        if (bytes < StackLimits.THREAD_BYTES) {
            LOGGER.log(
                    Level.WARNING,
                    "Threads have stacks of {0} KiB, expected {1}: apps may recurse less deeply. Start the JVM with -Xss16m",
                    bytes >> 10,
                    StackLimits.THREAD_BYTES >> 10);
        }
        return bytes;
    }

    /** The last {@code -Xss} (a number with k, m or g behind it) or {@code -XX:ThreadStackSize} (in KiB) holds. */
    static long bytes(List<String> arguments) {
        long bytes = DEFAULT_BYTES;
        for (String argument : arguments) {
            if (argument.startsWith("-Xss")) {
                bytes = number(argument.substring(4));
            } else if (argument.startsWith("-XX:ThreadStackSize=")) {
                bytes = number(argument.substring(argument.indexOf('=') + 1)) << 10;
            }
        }
        return bytes;
    }

    private static long number(String text) {
        int shift = switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
        };
        return Long.parseLong(text.replaceAll("\\D", "")) << shift;
    }
}
