package ai.ekaya.boot;

import ai.ekaya.datasource.AllowedHosts;
import ai.ekaya.store.RuntimeLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the environment tells the server (docs/install.md); read by MicroProfile Config. */
public final class ServerSettings {
    private final Config config;

    private ServerSettings(Config config) {
        this.config = config;
    }

    static ServerSettings read() {
        return new ServerSettings(ConfigProvider.getConfig());
    }

    Optional<String> lookup(String key) {
        return config.getOptionalValue(key, String.class).filter(value -> !value.isBlank());
    }

    Optional<String> databaseUrl() {
        return lookup("DATABASE_URL");
    }

    /** The login that the server runs with, where that of {@code DATABASE_URL} may not make one. */
    Optional<RuntimeLogin> runtimeLogin() {
        return lookup("DATABASE_RUNTIME_USER")
                .map(user -> new RuntimeLogin(
                        user, lookup("DATABASE_RUNTIME_PASSWORD").orElse("")));
    }

    Optional<String> masterKey() {
        return lookup("EKAYA_MASTER_KEY");
    }

    /** The key before, while it is being replaced. */
    Optional<String> oldMasterKey() {
        return lookup("EKAYA_MASTER_KEY_OLD");
    }

    Optional<String> adminPassword() {
        return lookup("EKAYA_ADMIN_PASSWORD");
    }

    /** What a monitoring system shows at {@code /metrics}. */
    Optional<String> metricsToken() {
        return lookup("EKAYA_METRICS_TOKEN");
    }

    /** The shop that the launcher made; absent on other servers, which then have no demo project. */
    Optional<String> demoShopUrl() {
        return lookup("EKAYA_DEMO_SHOP_URL");
    }

    Optional<Path> demoPackages() {
        return lookup("EKAYA_DEMO_PACKAGES").map(Path::of);
    }

    /** What datasources may name beside databases elsewhere. */
    AllowedHosts allowedHosts() {
        return AllowedHosts.parse(lookup("ekaya.datasource.allowed-hosts").orElse(""));
    }

    Path home() {
        return lookup("EKAYA_HOME").map(Path::of).orElseGet(() -> Path.of(System.getProperty("user.home"), ".ekaya"));
    }

    /** Where compiled code is kept; servers may share it. Losing it costs time. */
    Path cacheFolder() {
        return lookup("ekaya.sandbox.cache-folder").map(Path::of).orElseGet(() -> home().resolve("cache"));
    }

    /** Made once and kept in the home, so that a server knows after a crash which runs were its own. */
    String serverId() {
        Path file = home().resolve("server.id");
        try {
            Files.createDirectories(home());
            HomeLock.take(home());
            try {
                Files.writeString(file, UUID.randomUUID().toString(), java.nio.file.StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                // An earlier start made it.
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep the server's id in " + file, e);
        }
    }
}
