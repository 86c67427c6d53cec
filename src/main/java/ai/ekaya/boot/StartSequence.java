package ai.ekaya.boot;

import ai.ekaya.identity.FirstAdmin;
import ai.ekaya.secrets.MasterKey;
import ai.ekaya.secrets.MasterKeyCheck;
import ai.ekaya.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start does once the server has all it needs, in this order. */
@Singleton
public final class StartSequence {
    private static final Logger LOG = LoggerFactory.getLogger(StartSequence.class);

    private final Store store;
    private final MasterKey key;
    private final ServerSettings settings;
    private final FirstAdmin firstAdmin;

    @Inject
    StartSequence(Store store, MasterKey key, ServerSettings settings, FirstAdmin firstAdmin) {
        this.store = store;
        this.key = key;
        this.settings = settings;
        this.firstAdmin = firstAdmin;
    }

    void run() {
        MasterKeyCheck.verify(store, key);
        firstAdmin
                .ensure(settings.adminPassword())
                // The one secret that a log ever shows, and only where nobody gave a password.
                .ifPresent(password -> LOG.warn("First start: user admin, password {} (shown only now)", password));
    }
}
