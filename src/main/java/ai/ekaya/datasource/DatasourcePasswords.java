package ai.ekaya.datasource;

import ai.ekaya.keys.Sealed;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The passwords of datasources, each sealed for its own row. Thread-safe. */
@Singleton
final class DatasourcePasswords {
    private final Sealer sealer;

    @Inject
    DatasourcePasswords(Sealer sealer) {
        this.sealer = sealer;
    }

    Sealed seal(DatasourceId id, Secret password) {
        return sealer.seal(context(id), password);
    }

    /** To be asked only by who connects. */
    Target target(DatasourceRow row) {
        return new Target(
                row.type, row.host, row.port, row.database, row.user, open(row), row.sslMode, row.authentication);
    }

    Secret open(DatasourceRow row) {
        return sealer.open(context(new DatasourceId(row.id)), new Sealed(row.sealedPassword));
    }

    private static String context(DatasourceId id) {
        return "datasource:" + id;
    }
}
