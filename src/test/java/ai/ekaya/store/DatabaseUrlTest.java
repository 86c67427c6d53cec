package ai.ekaya.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    private static final DatabaseUrl EXPECTED = new DatabaseUrl("db", 6432, "apps", "?sslmode=require", "me", "p+w/1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://me:p+w%2F1@db:6432/apps?sslmode=require",
                "postgres://me:p+w%2F1@db:6432/apps?sslmode=require",
                "jdbc:postgresql://db:6432/apps?user=me&password=p%2Bw%2F1&sslmode=require",
                " postgresql://me:p+w%2F1@db:6432/apps?sslmode=require\n"
            })
    void reads_both_spellings(String text) {
        assertThat(DatabaseUrl.parse(text)).isEqualTo(EXPECTED);
    }

    @Test
    void takes_the_usual_port_when_none_is_named() {
        assertThat(DatabaseUrl.parse("postgresql://a:b@db/apps").jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/apps");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "mysql://me:secret@db/apps",
                "postgresql://db/apps",
                "postgresql://me@db/apps",
                "postgresql://me:secret@db",
                "postgresql://me:se cret@db/apps"
            })
    void refuses_what_is_no_database_url_without_showing_a_password(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected postgresql://user:password@host:port/database")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("cret@");
    }

    @Test
    void shows_no_password() {
        assertThat(EXPECTED.toString()).doesNotContain("p+w/1");
    }
}
