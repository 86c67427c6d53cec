package ai.ekaya.boot.fleet;

import java.nio.file.Path;
import java.util.Map;

/** Two servers on one database, which both of them found empty. {@link #shared()} is started once for all tests of a JVM. */
public final class TwoServers implements AutoCloseable {
    public static final String DATABASE = "ekaya";
    private static TwoServers shared;

    private final Cluster cluster;
    private final Server one;
    private final Server two;

    private TwoServers(Cluster cluster, Server one, Server two) {
        this.cluster = cluster;
        this.one = one;
        this.two = two;
    }

    public static synchronized TwoServers shared() {
        if (shared == null) {
            shared = start("two", Map.of());
        }
        return shared;
    }

    /** Both start at the same time, so that each finds the other migrating. */
    public static TwoServers start(String name, Map<String, String> environment) {
        Path folder = Path.of("target", "fleet", name).toAbsolutePath();
        Cluster.delete(folder);
        Cluster cluster = Cluster.fresh(Binaries.embedded(), folder.resolve("postgres"));
        String url = cluster.database(DATABASE);
        Server one = new Server(folder.resolve("one"), url, environment).start();
        Server two = new Server(folder.resolve("two"), url, environment).start();
        one.awaitReady();
        two.awaitReady();
        return new TwoServers(cluster, one, two);
    }

    public Cluster cluster() {
        return cluster;
    }

    public Server one() {
        return one;
    }

    public Server two() {
        return two;
    }

    @Override
    public void close() {
        one.close();
        two.close();
        cluster.close();
    }
}
