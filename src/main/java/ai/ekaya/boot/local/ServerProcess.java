package ai.ekaya.boot.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Liberty as a child process of the launcher. */
final class ServerProcess {
    private static final String PID_FILE = "server.pid";
    private static final Duration START_MAX = Duration.ofMinutes(3);

    private final Process process;
    private final ServerLog log;
    private final int httpPort;
    private String lastAnswer = "no answer";

    private ServerProcess(Process process, ServerLog log, int httpPort) {
        this.process = process;
        this.log = log;
        this.httpPort = httpPort;
    }

    /** What the server is told by environment variables. */
    record Settings(
            int httpPort,
            int httpsPort,
            String databaseUrl,
            String shopUrl,
            Path packages,
            AdminPassword adminPassword) {
        String shopAddress() {
            URI shop = URI.create(shopUrl);
            return shop.getHost() + ":" + shop.getPort() + shop.getPath();
        }
    }

    static ServerProcess start(Home home, Path liberty, Settings settings) {
        KeystorePassword.keep(home, liberty);
        Path consoleLog = home.file("server.log");
        ProcessBuilder builder =
                new ProcessBuilder(liberty.resolve("bin/server").toString(), "run", "ekaya");
        Map<String, String> environment = builder.environment();
        environment.put("DATABASE_URL", settings.databaseUrl());
        environment.put("EKAYA_HOME", home.folder().toString());
        environment.put("EKAYA_DEMO_SHOP_URL", settings.shopUrl());
        // The shop is on this machine, which no datasource may name by itself.
        environment.merge(
                "EKAYA_DATASOURCE_ALLOWED_HOSTS", settings.shopAddress(), (given, shop) -> given + "," + shop);
        environment.put("EKAYA_DEMO_PACKAGES", settings.packages().toString());
        environment.put("HTTP_PORT", Integer.toString(settings.httpPort()));
        environment.put("HTTPS_PORT", Integer.toString(settings.httpsPort()));
        // Logs and work area beside the data, so that two homes can share one installation.
        environment.put("WLP_OUTPUT_DIR", home.file("liberty").toString());
        environment.put("LOG_DIR", home.file("logs").toString());
        environment.remove("EKAYA_ADMIN_PASSWORD");
        settings.adminPassword().forServer().ifPresent(password -> environment.put("EKAYA_ADMIN_PASSWORD", password));
        builder.redirectErrorStream(true).redirectOutput(consoleLog.toFile());
        try {
            Process process = builder.start();
            home.write(PID_FILE, process.pid() + " " + liberty);
            return new ServerProcess(process, new ServerLog(consoleLog), settings.httpPort());
        } catch (IOException e) {
            throw new LocalStart.Problem("Could not start Liberty in " + liberty, e);
        }
    }

    /** After kill -9 of the launcher the old server lives on. It is stopped only when it runs from the recorded installation. */
    static void stopSurvivor(Home home) {
        Optional<String> recorded = home.read(PID_FILE);
        if (recorded.isEmpty()) {
            return;
        }
        String[] parts = recorded.get().split(" ", 2);
        ProcessHandle.of(Long.parseLong(parts[0]))
                .filter(process -> process.info().commandLine().orElse("").contains(parts[1]))
                .ifPresent(ServerProcess::end);
        home.delete(PID_FILE);
    }

    /** @return false when the process ended, says that it will not become ready, or did not in time */
    boolean awaitReady() {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + httpPort + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + START_MAX.toNanos();
        while (process.isAlive() && System.nanoTime() < end && log.hopeless().isEmpty()) {
            try {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                lastAnswer = answer.body();
                if (answer.statusCode() == 200) {
                    return true;
                }
                if (gaveUp(lastAnswer)) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (IOException e) {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** Whether the server answers that something is missing, and not only that it still starts. */
    private static boolean gaveUp(String answer) {
        return answer.contains("\"missing\":\"") && !answer.contains("still starting");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why it did not become ready. */
    String failure() {
        return log.hopeless()
                .map(said -> "The server cannot start: " + said + "\n  All that it said is in " + log.file())
                .orElseGet(() -> "The server " + (process.isAlive() ? "did not become ready" : "ended") + " ("
                        + lastAnswer + "). The end of " + log.file() + ":\n" + log.end());
    }

    int waitFor() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    Path consoleLog() {
        return log.file();
    }

    void stop() {
        end(process.toHandle());
    }

    private static void end(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.onExit().get(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
