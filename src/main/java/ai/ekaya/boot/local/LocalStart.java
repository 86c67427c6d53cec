package ai.ekaya.boot.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/**
 * The main behind {@code ./ekaya start}: embedded PostgreSQL, then Liberty as a child process; both end with this process.
 * Arguments: the Liberty installation, the folder of packages to offer the demo project.
 */
public final class LocalStart {
    private LocalStart() {}

    /** Something that the person at the console has to mend; shown without a stack trace. */
    static final class Problem extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Problem(String message) {
            super(message);
        }

        Problem(String message, Throwable cause) {
            super(message, cause);
        }
    }

    public static void main(String[] arguments) {
        int exit;
        try {
            exit = run(Path.of(arguments[0]), Path.of(arguments[1]), System.getenv());
        } catch (Problem e) {
            System.err.println("ekaya: " + e.getMessage()
                    + (e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")"));
            exit = 1;
        }
        // Halts hanging library threads as well; shutdown hooks have run or run now.
        System.exit(exit);
    }

    private static int run(Path liberty, Path packages, Map<String, String> environment) {
        Home home = Home.of(environment);
        int httpPort = port(environment, "HTTP_PORT", 9080);
        int httpsPort = port(environment, "HTTPS_PORT", 9443);
        home.take();
        ServerProcess.stopSurvivor(home);
        requireFree(httpPort, "HTTP_PORT");
        requireFree(httpsPort, "HTTPS_PORT");

        LocalStop stop = new LocalStop();
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "ekaya-stop"));
        EmbeddedDatabase database = EmbeddedDatabase.start(home);
        stop.database(database);
        LocalDatabases databases = LocalDatabases.ensure(home, database);
        AdminPassword password = AdminPassword.of(home, environment);
        ServerProcess server = ServerProcess.start(
                home,
                liberty,
                new ServerProcess.Settings(
                        httpPort, httpsPort, databases.platformUrl(), databases.shopUrl(), packages, password));
        stop.server(server);
        System.out.println("ekaya: the server is starting; its log is " + server.consoleLog());
        if (!server.awaitReady()) {
            throw new Problem(server.failure());
        }
        Banner.print(httpPort, home, password);
        password.shown(home);
        int exit = server.waitFor();
        if (!stop.stopping()) {
            System.err.println(
                    "ekaya: the server ended by itself with exit code " + exit + "; see " + server.consoleLog());
        }
        return stop.stopping() ? 0 : 1;
    }

    private static int port(Map<String, String> environment, String name, int otherwise) {
        String text = environment.getOrDefault(name, "");
        try {
            int port = text.isEmpty() ? otherwise : Integer.parseInt(text);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message below.
        }
        throw new Problem(name + " is '" + text + "', expected a port number from 1 to 65535");
    }

    private static void requireFree(int port, String name) {
        if (!isFree(port)) {
            throw new Problem("Port " + port + " is in use by another program; stop it, or choose another: " + name
                    + "=" + (port + 1) + " ./ekaya start");
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
