package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.DatabaseUrl;
import ai.ekaya.store.TestDatabase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a snapshot tells of a PostgreSQL database, read with a login that can only SELECT. */
class PostgresSchemaIT {
    private static final String MADE = """
            CREATE SCHEMA sales;
            COMMENT ON SCHEMA sales IS 'What we sold';
            CREATE TYPE sales.state AS ENUM ('new', 'paid');
            CREATE DOMAIN sales.email AS varchar(80) NOT NULL CHECK (VALUE LIKE '%@%');
            CREATE TABLE sales.customer (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                mail sales.email,
                code char(4) COLLATE "C" UNIQUE DEFERRABLE,
                balance numeric(10, 2) DEFAULT 0,
                doubled numeric GENERATED ALWAYS AS (balance * 2) STORED,
                secret text);
            COMMENT ON COLUMN sales.customer.mail IS 'Where to write to';
            CREATE TABLE sales.orders (
                customer bigint NOT NULL, at timestamptz(3) NOT NULL, state sales.state,
                PRIMARY KEY (customer, at))
                PARTITION BY RANGE (at);
            CREATE TABLE sales.room (span int4range, EXCLUDE USING gist (span WITH &&));
            CREATE TABLE sales.orders_2026 PARTITION OF sales.orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')
                PARTITION BY LIST (customer);
            CREATE TABLE sales.orders_2026_first PARTITION OF sales.orders_2026 FOR VALUES IN (1);
            CREATE TABLE sales.item (
                customer bigint, at timestamptz, line int CHECK (line > 0),
                CONSTRAINT of_order FOREIGN KEY (customer, at) REFERENCES sales.orders ON DELETE CASCADE);
            CREATE INDEX item_place ON sales.item (line DESC, (customer + 1)) INCLUDE (at) WHERE line > 1;
            CREATE VIEW sales.open AS SELECT id FROM sales.customer WHERE balance > 0;
            CREATE MATERIALIZED VIEW sales.kept AS SELECT count(*) AS n FROM sales.customer;
            CREATE FUNCTION sales.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER touched BEFORE UPDATE ON sales.customer FOR EACH ROW EXECUTE FUNCTION sales.touch();
            ALTER TABLE sales.customer DISABLE TRIGGER touched;
            ALTER TABLE sales.item ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON sales.item AS RESTRICTIVE FOR SELECT TO PUBLIC USING (line < 100);
            CREATE SCHEMA hidden;
            CREATE TABLE hidden.salary (amount numeric);
            """;

    private final String database = url().user();
    private final String reader = "reader_" + UUID.randomUUID().toString().substring(0, 8);

    private static DatabaseUrl url() {
        return TestDatabase.fresh();
    }

    @BeforeEach
    void make() throws SQLException {
        asOwner(MADE
                + "CREATE ROLE " + reader + " LOGIN PASSWORD 'reader';"
                + "GRANT USAGE ON SCHEMA sales TO " + reader + ";"
                + "GRANT SELECT ON sales.orders, sales.item, sales.open, sales.kept, sales.room TO " + reader + ";"
                + "GRANT SELECT (id, mail, code, balance, doubled) ON sales.customer TO " + reader);
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection connection = TestDatabase.superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private ObjectNode schema() throws SQLException {
        String address = "jdbc:postgresql://localhost:" + TestDatabase.port() + "/" + database;
        try (Connection connection = DriverManager.getConnection(address, reader, "reader")) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            return SchemaSnapshot.of(new PostgresSchema(
                            new CatalogReader(connection, Limits.defaults(), new Cancellation()), Limits.defaults())
                    .read());
        }
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode item : list) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        throw new AssertionError("No " + name + " in " + list);
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.path("name").asText())
                .toList();
    }

    private static String json(JsonNode node) {
        return node.toString().replace('"', '\'');
    }

    @Test
    void schemas_and_types_are_told_as_far_as_the_login_may_look() throws SQLException {
        ObjectNode schema = schema();
        assertThat(json(schema.get("schemas")))
                .contains("{'name':'sales','comment':'What we sold'}")
                .doesNotContain("hidden");
        assertThat(json(schema.get("types")))
                .isEqualTo(
                        "[{'schema':'sales','name':'email','kind':'domain','type':'character varying(80)','nullable':false,"
                                + "'checks':[{'name':'email_check','expression':'((VALUE)::text ~~ '%@%'::text)'}]},"
                                + "{'schema':'sales','name':'state','kind':'enum','values':['new','paid']}]");
        assertThat(names(schema.get("tables"))).contains("item").doesNotContain("salary");
    }

    @Test
    void columns_have_type_length_precision_and_what_fills_them() throws SQLException {
        JsonNode columns = named(schema().get("tables"), "customer").get("columns");
        assertThat(columns.findValuesAsText("name")).containsExactly("id", "mail", "code", "balance", "doubled");
        assertThat(json(columns.get(0)))
                .isEqualTo("{'name':'id','type':'bigint','nullable':false,'identity':'always'}");
        assertThat(json(columns.get(1)))
                .isEqualTo(
                        "{'name':'mail','type':'sales.email','length':80,'nullable':true,'comment':'Where to write to'}");
        assertThat(json(columns.get(2)))
                .isEqualTo("{'name':'code','type':'character(4)','length':4,'nullable':true,'collation':'C'}");
        assertThat(json(columns.get(3)))
                .isEqualTo(
                        "{'name':'balance','type':'numeric(10,2)','precision':10,'scale':2,'nullable':true,'default':'0'}");
        assertThat(json(columns.get(4)))
                .isEqualTo(
                        "{'name':'doubled','type':'numeric','nullable':true,'generated':'(balance * (2)::numeric)'}");
    }

    @Test
    void keys_checks_and_indexes_are_told_with_all_their_columns() throws SQLException {
        JsonNode tables = schema().get("tables");
        assertThat(json(named(tables, "orders").get("primaryKey"))).isEqualTo("['customer','at']");
        assertThat(json(named(tables, "customer").get("uniqueKeys")))
                .isEqualTo("[{'name':'customer_code_key','columns':['code'],'deferrable':true}]");
        assertThat(json(named(tables, "room").get("exclusions")))
                .isEqualTo("[{'name':'room_span_excl','definition':'EXCLUDE USING gist (span WITH &&)'}]");
        JsonNode item = named(tables, "item");
        assertThat(json(item.get("foreignKeys")))
                .isEqualTo(
                        "[{'name':'of_order','columns':['customer','at'],'references':{'schema':'sales','table':'orders',"
                                + "'columns':['customer','at']},'onUpdate':'no action','onDelete':'cascade'}]");
        assertThat(json(item.get("checks"))).isEqualTo("[{'name':'item_line_check','expression':'(line > 0)'}]");
        assertThat(json(item.get("indexes")))
                .isEqualTo(
                        "[{'name':'item_place','unique':false,'method':'btree','columns':['line DESC','(customer + 1)'],"
                                + "'include':['at'],'where':'(line > 1)'}]");
    }

    @Test
    void views_partitions_triggers_and_row_security_are_told() throws SQLException {
        JsonNode tables = schema().get("tables");
        assertThat(names(tables)).doesNotContain("orders_2026");
        assertThat(named(tables, "open").path("definition").asText())
                .contains("FROM sales.customer")
                .contains("WHERE");
        assertThat(json(named(tables, "kept")))
                .startsWith("{'schema':'sales','name':'kept','kind':'view','materialized':true");
        JsonNode orders = named(tables, "orders");
        assertThat(orders.path("partitionedBy").asText()).isEqualTo("RANGE (at)");
        assertThat(orders.path("partitions").findValuesAsText("name"))
                .containsExactly("orders_2026", "orders_2026_first");
        assertThat(orders.at("/partitions/1/bound").asText()).isEqualTo("FOR VALUES IN ('1')");
        assertThat(json(named(tables, "customer").get("triggers")))
                .isEqualTo(
                        "[{'name':'touched','definition':'CREATE TRIGGER touched BEFORE UPDATE ON sales.customer FOR EACH ROW"
                                + " EXECUTE FUNCTION sales.touch()','disabled':true}]");
        assertThat(named(tables, "item").path("rowSecurity").asText()).isEqualTo("enabled");
        assertThat(json(named(tables, "item").get("policies")))
                .isEqualTo(
                        "[{'name':'own','command':'SELECT','restrictive':true,'roles':['public'],'using':'(line < 100)'}]");
    }

    @Test
    void what_our_login_may_do_is_told() throws SQLException {
        asOwner("GRANT INSERT ON sales.item TO " + reader);
        JsonNode tables = schema().get("tables");
        assertThat(json(named(tables, "item").get("privileges"))).isEqualTo("['SELECT','INSERT']");
        assertThat(named(tables, "customer").has("privileges")).isFalse();
    }

    @Test
    void a_partitioned_tables_rows_are_those_of_its_partitions() throws SQLException {
        asOwner(
                "INSERT INTO sales.orders SELECT 1, timestamptz '2026-01-01' + n * interval '1 minute' FROM generate_series(1, 700) n;"
                        + "ANALYZE sales.orders_2026_first");
        assertThat(named(schema().get("tables"), "orders").path("rowEstimate").asInt())
                .isEqualTo(700);
    }

    @Test
    void the_hash_tells_each_kind_of_change_and_no_other() throws SQLException {
        String before = schema().get("hash").asText();
        asOwner("ANALYZE");
        assertThat(schema().get("hash").asText()).isEqualTo(before);
        for (String change : new String[] {
            "COMMENT ON TABLE sales.item IS 'x'",
            "ALTER TYPE sales.state ADD VALUE 'lost'",
            "CREATE OR REPLACE VIEW sales.open AS SELECT id FROM sales.customer WHERE balance > 1",
            "ALTER TABLE sales.customer ENABLE TRIGGER touched",
            "ALTER POLICY own ON sales.item USING (line < 99)",
            "ALTER TABLE sales.customer ALTER code TYPE char(5)",
            "CREATE TABLE sales.orders_2026_second PARTITION OF sales.orders_2026 FOR VALUES IN (2)",
            "REVOKE SELECT ON sales.open FROM " + reader
        }) {
            asOwner(change);
            String after = schema().get("hash").asText();
            assertThat(after).as(change).isNotEqualTo(before);
            before = after;
        }
    }
}
