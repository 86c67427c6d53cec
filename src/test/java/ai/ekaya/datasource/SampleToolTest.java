package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.sql.SqlGuard;
import ai.ekaya.sql.TsqlGuard;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleToolTest {
    private final SqlGuard postgres = new SqlGuard(Limits.defaults());
    private final TsqlGuard sqlServer = new TsqlGuard(Limits.defaults());

    @Test
    void rows_are_asked_for_as_each_database_asks() {
        String one = SampleTool.select(DatasourceType.POSTGRESQL, TableName.parse("public.orders"), List.of(), 10);
        assertThat(one).isEqualTo("SELECT * FROM \"public\".\"orders\" LIMIT 10");
        postgres.datasourceQuery(one);
        String other =
                SampleTool.select(DatasourceType.SQL_SERVER, TableName.parse("dbo.orders"), List.of("id", "at"), 5);
        assertThat(other).isEqualTo("SELECT TOP (5) \"id\", \"at\" FROM \"dbo\".\"orders\"");
        sqlServer.datasourceQuery(other);
    }

    @Test
    void a_name_stays_a_name() {
        String odd = "orders\"; DROP TABLE orders; --";
        String one = SampleTool.select(DatasourceType.POSTGRESQL, TableName.parse(odd), List.of(odd), 1);
        assertThat(one)
                .isEqualTo(
                        "SELECT \"orders\"\"; DROP TABLE orders; --\" FROM \"orders\"\"; DROP TABLE orders; --\" LIMIT 1");
        postgres.datasourceQuery(one);
        // The same without doubling the quotes is no statement that is taken.
        assertThatThrownBy(() -> postgres.datasourceQuery("SELECT 1 FROM \"" + odd + "\" LIMIT 1"))
                .isInstanceOf(Refusal.class);
    }
}
