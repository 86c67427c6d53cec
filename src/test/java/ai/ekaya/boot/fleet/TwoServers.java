package ai.ekaya.boot.fleet;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Two servers on one database, which both of them found empty. */
public final class TwoServers implements AutoCloseable {
    public static final String DATABASE = "ekaya";

    private final Cluster cluster;
    private final Receiver receiver;
    private final Server one;
    private final Server two;

    private TwoServers(Cluster cluster, Receiver receiver, Server one, Server two) {
        this.cluster = cluster;
        this.receiver = receiver;
        this.one = one;
        this.two = two;
    }

    /** Both start at the same time, so that each finds the other migrating. */
    public static TwoServers start(String name, Map<String, String> environment) {
        Path folder = Path.of("target", "fleet", name).toAbsolutePath();
        Cluster.delete(folder);
        Cluster cluster = Cluster.fresh(Binaries.embedded(), folder.resolve("postgres"));
        String url = cluster.database(DATABASE);
        Receiver receiver = new Receiver();
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(receiver.environment());
        all.put("EKAYA_DATASOURCE_ALLOWED_HOSTS", "localhost:" + cluster.port() + "/" + Outside.DATABASE);
        Server one = new Server(folder.resolve("one"), url, all).start();
        Server two = new Server(folder.resolve("two"), url, all).start();
        one.awaitReady();
        two.awaitReady();
        return new TwoServers(cluster, receiver, one, two);
    }

    public Cluster cluster() {
        return cluster;
    }

    /** What apps of either post to {@code http://receiver.test}. */
    Receiver receiver() {
        return receiver;
    }

    public Server one() {
        return one;
    }

    public Server two() {
        return two;
    }

    /** One more on the same database; not started. */
    Server beside(String name, Map<String, String> environment) {
        return new Server(one.home().resolveSibling(name), cluster.url(DATABASE), environment);
    }

    @Override
    public void close() {
        one.close();
        two.close();
        cluster.close();
        receiver.close();
    }
}
