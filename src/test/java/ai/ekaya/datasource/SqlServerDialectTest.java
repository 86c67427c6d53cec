package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limits;
import ai.ekaya.sql.TsqlGuard;
import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlServerDialectTest {
    private static Target target(String host, String database, String sslMode, String authentication) {
        return new Target("sqlserver", host, 1433, database, "reader", new Secret("p;w"), sslMode, authentication);
    }

    private static SQLServerDataSource driver(Target target) {
        Limits limits = Limits.defaults();
        return (SQLServerDataSource) new SqlServerDialect(new TsqlGuard(limits), limits).driver(target);
    }

    @ParameterizedTest
    @CsvSource({"verify-full, true, false", "require, true, true", "strict, strict, false", "disable, false, false"})
    void encrypts_and_checks_certificates_as_the_mode_says(String sslMode, String encrypt, boolean trust) {
        SQLServerDataSource driver = driver(target("db.example.com", "sales", sslMode, "password"));
        assertThat(driver.getEncrypt()).isEqualTo(encrypt);
        assertThat(driver.getTrustServerCertificate()).isEqualTo(trust);
    }

    @Test
    void encrypts_and_checks_when_nothing_is_said() {
        assertThat(DatasourceType.SQL_SERVER.sslMode()).isEqualTo("verify-full");
        assertThat(DatasourceType.SQL_SERVER.port()).isEqualTo(1433);
        assertThat(DatasourceType.POSTGRESQL.sslMode()).isEqualTo("prefer");
    }

    @Test
    void sets_every_option_itself() {
        SQLServerDataSource driver =
                driver(target("[2001:db8::1]", "sales;encrypt=false;x=", "verify-full", "password"));
        assertThat(driver.getServerName()).isEqualTo("[2001:db8::1]");
        assertThat(driver.getDatabaseName()).isEqualTo("sales;encrypt=false;x=");
        assertThat(driver.getEncrypt()).isEqualTo("true");
        assertThat(driver.getAuthentication()).isEqualTo("NotSpecified");
        assertThat(driver.getApplicationIntent()).isEqualTo("ReadOnly");
        assertThat(driver.getApplicationName()).isEqualTo("ekaya-apps");
        assertThat(driver.getResponseBuffering()).isEqualTo("adaptive");
        assertThat(driver.getSelectMethod()).isEqualTo("direct");
        assertThat(driver.getLoginTimeout()).isEqualTo(10);
        assertThat(driver.getSocketTimeout()).isEqualTo(45_000);
        assertThat(driver.getDisableStatementPooling()).isTrue();
    }

    @Test
    void signs_in_as_a_service_principal_with_the_drivers_own_library() {
        SQLServerDataSource driver = driver(target("db", "sales", "verify-full", "entra-service-principal"));
        assertThat(driver.getAuthentication()).isEqualTo("ActiveDirectoryServicePrincipal");
        assertThat(driver.getUser()).isEqualTo("reader");
        assertThatCode(() -> Class.forName("com.microsoft.aad.msal4j.ConfidentialClientApplication"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"db\\SQLEXPRESS", "db,1434", "db;x=y", "db:1433", "np:\\\\db\\pipe"})
    void takes_no_host_that_says_more_than_a_host(String host) {
        assertThatThrownBy(() -> target(host, "sales", "verify-full", "password"))
                .hasMessageContaining("'host' is no host name");
    }

    @Test
    void names_the_modes_and_ways_to_sign_in() {
        assertThatThrownBy(() -> target("db", "sales", "prefer", "password"))
                .hasMessageStartingWith(
                        "'sslMode' is none of disable, require, verify-full, strict: verify-full checks");
        assertThatThrownBy(() -> target("db", "sales", "require", "kerberos"))
                .hasMessage("'authentication' is 'kerberos', expected password, entra-service-principal for sqlserver");
        assertThatThrownBy(() -> new Target("postgresql", "db", 5432, "d", "u", new Secret("p"), "strict", "password"))
                .hasMessage("'sslMode' is none of disable, prefer, require, verify-ca, verify-full");
        assertThatThrownBy(() -> new Target(
                        "postgresql", "db", 5432, "d", "u", new Secret("p"), "prefer", "entra-service-principal"))
                .hasMessageContaining("expected password for postgresql");
    }
}
