package ai.ekaya.boot.fleet;

import ai.ekaya.boot.Api;
import ai.ekaya.boot.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One real Liberty beside others on a database, with a home of its own, as docs/operations.md sets one up; tests kill and pause it. */
public final class Server implements AutoCloseable {
    public static final String ADMIN_PASSWORD = "correct-horse-battery";
    public static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Path home;
    private final Map<String, String> environment;
    private final int httpPort = Cluster.freePort();
    private final int httpsPort = Cluster.freePort();
    private volatile Optional<Process> process = Optional.empty();
    private volatile boolean closed;

    /** @param environment beside what every server needs */
    public Server(Path home, String databaseUrl, Map<String, String> environment) {
        this.home = home.toAbsolutePath();
        this.environment = new java.util.HashMap<>(Map.of(
                "DATABASE_URL",
                databaseUrl,
                "EKAYA_HOME",
                this.home.toString(),
                "EKAYA_MASTER_KEY",
                MASTER_KEY,
                "EKAYA_ADMIN_PASSWORD",
                ADMIN_PASSWORD,
                "HTTP_PORT",
                Integer.toString(httpPort),
                "HTTPS_PORT",
                Integer.toString(httpsPort),
                "JAVA_HOME",
                System.getProperty("java.home"),
                "keystore_password",
                "of-the-keystore"));
        this.environment.putAll(environment);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Does not wait until it is ready. */
    public Server start() {
        if (closed) {
            throw new IllegalStateException("The server in " + home + " was closed");
        }
        try {
            Files.createDirectories(home);
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(".server/wlp/bin/server").toAbsolutePath().toString(), "run", "ekaya");
            builder.environment().putAll(environment);
            // Logs and work area beside the data, so that servers share one installation.
            builder.environment().put("WLP_OUTPUT_DIR", home.resolve("liberty").toString());
            builder.environment().put("LOG_DIR", home.resolve("logs").toString());
            process = Optional.of(builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** @throws AssertionError when it ended, or says that something is missing, or is not ready in time */
    public Server awaitReady() {
        Waiting.until("ready: " + home, 600, () -> {
            if (!isAlive() || gaveUp()) {
                throw new AssertionError("The server in " + home + " ended or gave up: " + said());
            }
            return isReady();
        });
        return this;
    }

    public boolean isReady() {
        return ready().filter(given -> given.statusCode() == 200).isPresent();
    }

    /** Whether it says what it lacks, and not only that it still starts. */
    boolean gaveUp() {
        return ready().filter(given -> given.statusCode() == 503)
                .map(HttpResponse::body)
                .filter(body -> body.contains("\"missing\":\"") && !body.contains("still starting"))
                .isPresent();
    }

    private Optional<HttpResponse<String>> ready() {
        HttpRequest request = HttpRequest.newBuilder(uri("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return Optional.of(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean isAlive() {
        return process.map(Process::isAlive).orElse(false);
    }

    /** {@code kill -9}, of the shell that started it as well; gone when this returns. */
    public void kill() {
        List<ProcessHandle> all = handles().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }

    /** The process stands still, and its connections stay open. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    /** As an operator stops it: what runs is told. */
    public void stop() {
        handles().toList().reversed().forEach(ProcessHandle::destroy);
        process.ifPresent(
                started -> started.onExit().orTimeout(60, TimeUnit.SECONDS).join());
        kill();
    }

    private void signal(String name) {
        handles().forEach(handle -> Binaries.wait(new ProcessBuilder("kill", "-" + name, Long.toString(handle.pid()))));
    }

    private Stream<ProcessHandle> handles() {
        return process.stream().flatMap(started -> Stream.concat(Stream.of(started.toHandle()), started.descendants()));
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + httpPort + path);
    }

    public Api admin() {
        return Api.anonymous(uri("/")).signIn("admin", ADMIN_PASSWORD);
    }

    Path home() {
        return home;
    }

    private Path console() {
        return home.resolve("console.log");
    }

    /** All that it wrote to its console, over all its starts. */
    public String said() {
        try {
            return Files.exists(console()) ? Files.readString(console()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        kill();
    }
}
