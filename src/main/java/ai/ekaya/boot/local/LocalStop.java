package ai.ekaya.boot.local;

import org.jspecify.annotations.Nullable;

/** Stops what {@link LocalStart} started, the server before its database. Runs in the shutdown hook. */
final class LocalStop implements Runnable {
    private volatile @Nullable EmbeddedDatabase database;
    private volatile @Nullable ServerProcess server;
    private volatile boolean stopping;

    void database(EmbeddedDatabase started) {
        database = started;
    }

    void server(ServerProcess started) {
        server = started;
    }

    boolean stopping() {
        return stopping;
    }

    @Override
    public void run() {
        stopping = true;
        ServerProcess startedServer = server;
        if (startedServer != null) {
            startedServer.stop();
        }
        EmbeddedDatabase startedDatabase = database;
        if (startedDatabase != null) {
            startedDatabase.close();
        }
    }
}
