package ai.ekaya.datasource;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.store.Store;
import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Which targets datasources may have: not this server, its link or a cloud's metadata, and not the platform's own database, unless the
 * operator allows it. Looked at when a datasource is saved, before each connection, and at the address that is connected to.
 * Thread-safe.
 */
@Singleton
final class Targets {
    private static final int OPEN_MILLIS_MAX = 2_000;
    private static final String SETTING = "EKAYA_DATASOURCE_ALLOWED_HOSTS=";

    private final AllowedHosts allowed;
    private final Store store;

    @Inject
    Targets(AllowedHosts allowed, Store store) {
        this.allowed = allowed;
        this.store = store;
    }

    /** The driver, which asks here before it connects and after, and then begins the session. */
    DataSource guarded(DataSource driver, Target target, GuardedSource.Opening opening) {
        if (driver instanceof PGSimpleDataSource postgres && !allowed.allows(target)) {
            postgres.setSocketFactory(CheckedSockets.class.getName());
        }
        if (driver instanceof SQLServerDataSource sqlServer && !allowed.allows(target)) {
            // Also where a server sends the driver on to.
            sqlServer.setSocketFactoryClass(CheckedSockets.class.getName());
        }
        return new GuardedSource(driver, target, this, opening);
    }

    /**
     * Looks at a target before it is connected to.
     *
     * @throws Refusal {@code NOT_PERMITTED} saying what the host is and how the operator allows it
     * @throws SQLException when nobody knows the host's name
     */
    void require(Target target) throws SQLException {
        List<InetAddress> addresses = addresses(target.host());
        if (addresses.isEmpty()) {
            throw new SQLException("Unknown host", "08001", new UnknownHostException(target.host()));
        }
        if (!allowed.namesAllOf(target) && isPlatform(target, addresses)) {
            throw platform(target);
        }
        if (allowed.allows(target)) {
            return;
        }
        for (InetAddress address : addresses) {
            Optional<String> kind = SpecialAddress.kind(address);
            if (kind.isPresent()) {
                throw new Refusal(
                        RefusalCode.NOT_PERMITTED,
                        "Host " + target.host() + " is " + address.getHostAddress() + ", " + kind.get()
                                + ", which a datasource may not read; the operator of this server can allow it: "
                                + SETTING + target.host() + ":" + target.port());
            }
        }
    }

    /** Whether something takes connections there; nothing is sent to it. */
    boolean isOpen(Target target) {
        try (Socket socket = allowed.allows(target) ? new Socket() : new CheckedSockets().createSocket()) {
            require(target);
            socket.connect(new InetSocketAddress(target.host(), target.port()), OPEN_MILLIS_MAX);
            return true;
        } catch (IOException | SQLException e) {
            return false;
        }
    }

    /** The same database by another name: through a forwarded port, a proxy, or on a replica. */
    void require(Target target, Connection connection) throws SQLException {
        if (!target.type().equals("postgresql") || allowed.namesAllOf(target)) {
            return;
        }
        Set<String> found = identities(connection);
        try (Connection own = store.runtime().getConnection()) {
            if (!Collections.disjoint(found, identities(own))) {
                throw platform(target);
            }
        }
    }

    private static Refusal platform(Target target) {
        return new Refusal(
                RefusalCode.NOT_PERMITTED,
                "This is the platform's own database, which a datasource may not read; the operator of this server can"
                        + " allow it: " + SETTING + target.host() + ":" + target.port() + "/" + target.database());
    }

    private boolean isPlatform(Target target, List<InetAddress> addresses) {
        try {
            PGSimpleDataSource own = store.owner().unwrap(PGSimpleDataSource.class);
            String[] hosts = own.getServerNames();
            int[] ports = own.getPortNumbers();
            for (int i = 0; i < hosts.length; i++) {
                boolean here = ports[i] == target.port()
                        && (hosts[i].equalsIgnoreCase(target.host())
                                || !Collections.disjoint(addresses, addresses(hosts[i])));
                if (here && target.database().equals(own.getDatabaseName())) {
                    return true;
                }
            }
            return false;
        } catch (SQLException e) {
            throw new IllegalStateException("The store's pool has no PostgreSQL driver", e);
        }
    }

    /** Empty where the name is not known. */
    private static List<InetAddress> addresses(String host) {
        try {
            return Arrays.asList(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /** What two connections have in common when they lead to the same database; the second is shared with its replicas. */
    private static Set<String> identities(Connection connection) throws SQLException {
        Set<String> identities = new HashSet<>();
        String oid = one(connection, "SELECT oid FROM pg_database WHERE datname = current_database()");
        identities.add(oid + " started " + one(connection, "SELECT pg_postmaster_start_time()::text"));
        String mayRead = "SELECT coalesce(has_function_privilege(to_regprocedure('pg_catalog.pg_control_system()'),"
                + " 'EXECUTE'), false)::text";
        if (one(connection, mayRead).equals("true")) {
            identities.add(oid + " of " + one(connection, "SELECT system_identifier FROM pg_control_system()"));
        }
        return identities;
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
