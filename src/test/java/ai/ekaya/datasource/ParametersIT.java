package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.boot.local.TestShop;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.Role;
import ai.ekaya.identity.UserId;
import ai.ekaya.keys.MasterKey;
import ai.ekaya.keys.Sealer;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.SqlArguments;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes in as a parameter comes out again, by place and by name, on a real server. */
class ParametersIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path home;

    private static final ProjectId PROJECT = new ProjectId(UUID.randomUUID());
    private static Store store;
    private static DatasourceAccess access;
    private static DatasourceId shop;

    @BeforeAll
    static void open() {
        store = Store.open(TestDatabase.fresh());
        store.transactIn(
                PROJECT.value(),
                transaction -> Sql.update(
                        transaction,
                        "INSERT INTO project (id, name, created_at) VALUES (?, 'test', now())",
                        PROJECT.value()));
        TestDatasources room = TestDatasources.on(
                store, new Sealer(MasterKey.load(Optional.empty(), home)), Limits.defaults(), Clock.systemUTC());
        Principal admin = new Principal(
                Principal.Kind.USER, new UserId(UUID.randomUUID()), "admin", false, Map.of(PROJECT, Role.ADMIN));
        TestShop of = TestShop.shared();
        access = room.access();
        shop = room.datasources()
                .add(
                        admin,
                        PROJECT,
                        new NewDatasource(
                                "shop",
                                "postgresql",
                                "localhost",
                                of.port(),
                                of.database(),
                                of.user(),
                                new Secret(of.password()),
                                "prefer"))
                .id();
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static JsonNode rows(String sql, SqlArguments arguments) {
        return access.query(PROJECT, shop, sql, arguments, new Cancellation())
                .json()
                .path("rows");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int8|9007199254740991|9007199254740991",
                "int8|\"9223372036854775807\"|\"9223372036854775807\"",
                "int4|-5|-5",
                "numeric|\"1.10\"|\"1.10\"",
                "numeric|12345678901234567890.5|\"12345678901234567000\"",
                "numeric|\"12345678901234567890.5\"|\"12345678901234567890.5\"",
                "numeric|\"NaN\"|\"NaN\"",
                "numeric|\"-Infinity\"|\"-Infinity\"",
                "float8|\"NaN\"|\"NaN\"",
                "float8|\"infinity\"|\"Infinity\"",
                "float8|1e300|1.0E300",
                "bool|true|true",
                "bool|false|false",
                "text|\"it's\"|\"it's\"",
                "text|\"\"|\"\"",
                "text|true|\"true\"",
                "text|null|null",
                "date|\"2026-02-28\"|\"2026-02-28\"",
                "date|\"infinity\"|\"infinity\"",
                "date|null|null",
                "time|\"10:11:12\"|\"10:11:12\"",
                "timestamp|\"2026-01-01T10:11:12.123456\"|\"2026-01-01T10:11:12.123456\"",
                "timestamptz|\"2026-01-01T10:11:12+02:00\"|\"2026-01-01T08:11:12Z\"",
                "timestamptz|\"2026-01-01T08:11:12.000Z\"|\"2026-01-01T08:11:12Z\"",
                "interval|\"P1DT2H3M4.5S\"|\"P1DT2H3M4.5S\"",
                "daterange|\"[2026-01-01,2026-02-01)\"|\"[2026-01-01,2026-02-01)\"",
                "int4multirange|\"{[1,3),[7,9)}\"|\"{[1,3),[7,9)}\"",
                "money|\"12.34\"|\"$12.34\"",
                "bytea|\"\\\\xdeadbeef\"|\"3q2+7w==\"",
                "uuid|\"f47ac10b-58cc-4372-a567-0e02b2c3d479\"|\"f47ac10b-58cc-4372-a567-0e02b2c3d479\"",
                "inet|\"10.0.0.1/8\"|\"10.0.0.1/8\"",
                "jsonb|{\"a\": [1, null, \"x\"]}|{\"a\":[1,null,\"x\"]}",
                "jsonb|\"null\"|null",
                "json|{\"b\": {\"c\": \"'\"}}|{\"b\":{\"c\":\"'\"}}",
                "int4[]|[1, null, 3]|[1,null,3]",
                "int4[]|[]|[]",
                "text[]|[\"a\", \"b,\\\"c\\\\\", \"NULL\", \"{}\", \"\", null]|[\"a\",\"b,\\\"c\\\\\",\"NULL\",\"{}\",\"\",null]",
                "text[]|[[\"a\", \"b\"], [\"c\", \"d\"]]|[[\"a\",\"b\"],[\"c\",\"d\"]]",
                "numeric[]|[\"1.5\", \"NaN\"]|[\"1.5\",\"NaN\"]",
                "date[]|[\"2026-01-01\"]|[\"2026-01-01\"]",
                "uuid[]|[\"f47ac10b-58cc-4372-a567-0e02b2c3d479\"]|[\"f47ac10b-58cc-4372-a567-0e02b2c3d479\"]",
                "jsonb[]|[{\"a\": 1}]|[{\"a\":1}]",
                "order_status|\"paid\"|\"paid\""
            })
    void a_value_of_each_type_comes_back_by_place_and_by_name(String type, String in, String out) {
        JsonNode value = json(in);
        assertThat(rows("SELECT $1::" + type, SqlArguments.byPlace(List.of(value)))
                        .toString())
                .isEqualTo("[[" + out + "]]");
        JsonNode named = JsonNodeFactory.instance.objectNode().set("v", value);
        assertThat(rows("SELECT :v::" + type + ", CAST(:v AS " + type + ")", SqlArguments.byName(named))
                        .toString())
                .isEqualTo("[[" + out + "," + out + "]]");
    }

    @Test
    void a_number_beyond_the_range_is_refused_and_the_largest_is_not() {
        JsonNode huge = JsonNodeFactory.instance.objectNode().put("v", "1e400");
        assertThat(rows("SELECT :v::numeric = 1e400::numeric", SqlArguments.byName(huge))
                        .toString())
                .isEqualTo("[[true]]");
        assertThatThrownBy(() -> rows("SELECT :v::float8", SqlArguments.byName(huge)))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.BAD_ARGUMENT));
    }

    @Test
    void a_name_binds_one_value_wherever_it_stands_and_the_type_is_taken_from_there() {
        JsonNode values = json("{\"from\": \"2020-01-01\", \"ids\": [1, 2, 3], \"most\": 2, \"key\": \"a\"}");
        JsonNode rows = rows("""
                SELECT c.id, (SELECT max(x) FROM unnest((ARRAY[1,2,3])[1:2]) x), '{"a": 1}'::jsonb ? :key
                FROM customers c -- :nothing
                WHERE c.created_at >= :from AND c.created_at::date >= :from AND c.id = ANY (:ids) AND ':x' <> ''
                ORDER BY c.id LIMIT :most
                """, SqlArguments.byName(values));
        assertThat(rows.toString()).isEqualTo("[[1,2,true],[2,2,true]]");
    }
}
