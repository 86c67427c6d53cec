package ai.ekaya.appdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppMigrationTest {
    private static boolean compatible(String sql) {
        return new AppMigration(1, "x", sql).compatible();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- rollback: compatible",
                "--rollback:compatible\nCREATE TABLE t (id int)",
                "-- Adds a column.\r\n\r\n  -- rollback: compatible  \r\nALTER TABLE t ADD x int"
            })
    void says_in_its_first_comments_that_the_version_before_works_after_it(String sql) {
        assertThat(compatible(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CREATE TABLE t (id int);\n-- rollback: compatible",
                "-- rollback: compatible?",
                "-- rollback: incompatible",
                "-- not: rollback: compatible",
                "/* */\n-- rollback: compatible",
                "SELECT '\n-- rollback: compatible'"
            })
    void does_not_when_it_says_so_elsewhere_or_otherwise(String sql) {
        assertThat(compatible(sql)).isFalse();
    }
}
