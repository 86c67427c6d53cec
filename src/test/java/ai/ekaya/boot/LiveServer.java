package ai.ekaya.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The product as {@code ./ekaya start} runs it, on free ports and in a home of its own: the real launcher, the real Liberty, the
 * real PostgreSQL. {@link #shared()} is started once for all tests of a JVM.
 */
public final class LiveServer implements AutoCloseable {
    public static final String ADMIN_PASSWORD = "correct-horse-battery";
    public static final String METRICS_TOKEN = "metrics-for-tests-and-nobody-else";
    private static final Path PACKAGES = Path.of("target/apps");
    private static LiveServer shared;

    private final Process launcher;
    private final Path home;
    private final Path console;
    private final int httpPort;
    private final int httpsPort;

    private LiveServer(Process launcher, Path home, Path console, int httpPort, int httpsPort) {
        this.launcher = launcher;
        this.home = home;
        this.console = console;
        this.httpPort = httpPort;
        this.httpsPort = httpsPort;
    }

    public static synchronized LiveServer shared() {
        if (shared == null) {
            Map<String, String> environment = Map.of(
                    "EKAYA_ADMIN_PASSWORD", ADMIN_PASSWORD,
                    "EKAYA_METRICS_TOKEN", METRICS_TOKEN,
                    // Tests bring databases of their own, on this machine.
                    "EKAYA_DATASOURCE_ALLOWED_HOSTS", "localhost");
            shared = start("shared", environment);
        }
        return shared;
    }

    /**
     * Starts with an empty home and waits until it is ready.
     *
     * @param environment {@code {HTTPS_PORT}} in a value is the port that was found free
     */
    public static LiveServer start(String name, Map<String, String> environment) {
        Path home = Path.of("target", "live", name).toAbsolutePath();
        delete(home);
        return startIn(home, environment);
    }

    /** Starts on what an earlier start left in the home. */
    public static LiveServer startIn(Path home, Map<String, String> environment) {
        try {
            packageApps();
            Files.createDirectories(home.getParent());
            Path console = home.resolveSibling(home.getFileName() + ".console");
            int httpPort = freePort();
            int httpsPort = freePort();
            LiveServer server = new LiveServer(
                    launch(home, console, httpPort, httpsPort, environment), home, console, httpPort, httpsPort);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void packageApps() throws IOException {
        Process writer = java("ai.ekaya.pack.PackageApps", "apps-js", "apps-compiled", PACKAGES.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (writer.waitFor() != 0) {
                throw new IllegalStateException("PackageApps refused an app: ./ekaya package says which");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Process launch(Path home, Path console, int httpPort, int httpsPort, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = java(
                "ai.ekaya.boot.local.LocalStart",
                Path.of(".server/wlp").toAbsolutePath().toString(),
                PACKAGES.toAbsolutePath().toString());
        String port = Integer.toString(httpsPort);
        environment.forEach((name, value) -> builder.environment().put(name, value.replace("{HTTPS_PORT}", port)));
        builder.environment().put("EKAYA_HOME", home.toString());
        builder.environment().put("HTTP_PORT", Integer.toString(httpPort));
        builder.environment().put("HTTPS_PORT", Integer.toString(httpsPort));
        return builder.redirectOutput(console.toFile()).start();
    }

    private static ProcessBuilder java(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                "target/classes:"
                        + Files.readString(Path.of("target/class-path")).strip(),
                "-Djava.util.logging.config.file=src/launcher/logging.properties",
                main));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** The launcher prints its banner when the server is ready, and ends when it cannot be. */
    private void awaitReady() {
        // A start takes half a minute, and ten times as long where many tests share two cores.
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (!console().contains("Ekaya Apps is ready")) {
            if (!launcher.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("The server did not start:\n" + console());
            }
            Waiting.aMoment();
        }
    }

    /** What the launcher printed so far. */
    public String console() {
        try {
            return Files.exists(console) ? Files.readString(console) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + httpPort + path);
    }

    /** Over TLS, with a certificate that the server made itself. */
    public URI secureUri(String path) {
        return URI.create("https://localhost:" + httpsPort + path);
    }

    public int httpPort() {
        return httpPort;
    }

    public int httpsPort() {
        return httpsPort;
    }

    public Path home() {
        return home;
    }

    /** The launcher itself; for tests that kill it. */
    public Process launcher() {
        return launcher;
    }

    public String serverLog() {
        try {
            return Files.readString(home.resolve("server.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Ctrl-C does; waits for the end. */
    @Override
    public void close() {
        launcher.destroy();
        try {
            launcher.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
