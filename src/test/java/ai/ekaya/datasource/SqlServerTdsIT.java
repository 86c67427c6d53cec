package ai.ekaya.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.datasource.tds.ScriptedTds;
import ai.ekaya.datasource.tds.TdsAnswer;
import ai.ekaya.datasource.tds.TdsRequest;
import ai.ekaya.datasource.tds.TdsValue;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Sealed;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.QueryResult;
import ai.ekaya.sql.SqlArguments;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SQL Server driver in a conversation with {@link ScriptedTds}: values, parameters, errors, stops. No SQL Server was tried. */
class SqlServerTdsIT {
    private static final int DAYS_TO_1900 = 693_595;

    /** Of no reference system, version 1, a valid single point at 1 2. */
    private static final byte[] POINT = {
        0, 0, 0, 0, 1, 0x0c, 0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0x40
    };

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private ScriptedTds server(Function<TdsRequest, TdsAnswer> script) {
        // The pool tries each new connection with this.
        ScriptedTds server = ScriptedTds.answering(request ->
                request.sql().equals("SELECT 1") ? TdsAnswer.row("", TdsValue.whole(4, 1)) : script.apply(request));
        open.add(server);
        return server;
    }

    private DatasourceConnections connections(Limits limits) {
        DatasourceConnections connections = TestDatasources.connections(limits);
        open.add(connections::close);
        return connections;
    }

    private static Target target(ScriptedTds server) {
        return target(server.port(), "disable");
    }

    private static Target target(int port, String sslMode) {
        return new Target(
                "sqlserver", "localhost", port, "shop", "reader", new Secret("s3cret-pass"), sslMode, "password");
    }

    private QueryResult query(ScriptedTds server, String sql, JsonNode... params) {
        return query(Limits.defaults(), server, new Cancellation(), sql, params);
    }

    private QueryResult query(
            Limits limits, ScriptedTds server, Cancellation cancellation, String sql, JsonNode... params) {
        Target target = target(server);
        DatasourceRow row =
                new DatasourceRow(new DatasourceId(UUID.randomUUID()), new ProjectId(UUID.randomUUID()), Instant.EPOCH);
        row.take(target, "shop", new Sealed("v1:x"), false);
        return connections(limits).query(row, () -> target, sql, SqlArguments.byPlace(List.of(params)), cancellation);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tells_the_server_and_that_the_login_only_reads() {
        ScriptedTds server = server(request -> TdsAnswer.none());
        ConnectionTest tested = connections(Limits.defaults()).test(target(server));
        assertThat(tested.canWrite()).isFalse();
        assertThat(tested.server()).startsWith("Microsoft SQL Server 16.00.4000");
        assertThat(server.asked())
                .contains("SET LOCK_TIMEOUT 30000")
                .contains(
                        "IS_SRVROLEMEMBER('sysadmin')",
                        "IS_ROLEMEMBER('db_owner')",
                        "fn_my_permissions(NULL, 'DATABASE')")
                .contains("'SCHEMA', 'EXECUTE'", "'OBJECT', 'INSERT'");
        // The driver scrambles the password, so it is at least not there as it is.
        assertThat(new String(server.logins().get(0), java.nio.charset.StandardCharsets.UTF_16LE))
                .contains("reader", "shop", "ekaya-apps")
                .doesNotContain("s3cret-pass");
    }

    @ParameterizedTest
    @CsvSource({"IS_SRVROLEMEMBER", "IS_ROLEMEMBER", "fn_my_permissions", "'SCHEMA'", "'OBJECT', 'DELETE'"})
    void finds_a_login_that_can_write_by_any_of_its_rights(String question) {
        ScriptedTds server = server(request ->
                request.sql().contains(question) ? TdsAnswer.row("can_write", TdsValue.whole(4, 1)) : TdsAnswer.none());
        assertThat(connections(Limits.defaults()).test(target(server)).canWrite())
                .isTrue();
    }

    @Test
    void takes_a_server_that_does_not_know_a_question_and_distrusts_one_that_fails_at_it() {
        ScriptedTds azure = server(request -> request.sql().contains("IS_SRVROLEMEMBER")
                ? TdsAnswer.failure(195, 15, "'IS_SRVROLEMEMBER' is not a recognized built-in function name.")
                : TdsAnswer.none());
        assertThat(connections(Limits.defaults()).test(target(azure)).canWrite())
                .isFalse();
        ScriptedTds broken = server(request -> request.sql().contains("sys.objects")
                ? TdsAnswer.failure(8623, 16, "The query processor ran out of internal resources")
                : TdsAnswer.none());
        assertThat(connections(Limits.defaults()).test(target(broken)).canWrite())
                .isTrue();
    }

    @Test
    void maps_every_type_to_json() {
        byte[] id = {
            0x33,
            0x22,
            0x11,
            0x00,
            0x55,
            0x44,
            0x77,
            0x66,
            (byte) 0x88,
            (byte) 0x99,
            (byte) 0xaa,
            (byte) 0xbb,
            (byte) 0xcc,
            (byte) 0xdd,
            (byte) 0xee,
            (byte) 0xff
        };
        long noonTicks = 12 * 36_000_000_000L;
        ScriptedTds server = server(request -> TdsAnswer.row(
                "tiny", TdsValue.whole(1, 255),
                "small", TdsValue.whole(2, -32_768),
                "whole", TdsValue.whole(4, 7),
                "big", TdsValue.whole(8, 9_007_199_254_740_992L),
                "bigger", TdsValue.whole(8, Long.MAX_VALUE),
                "exact", TdsValue.decimal(38, 4, new BigInteger("-1234500")),
                "price", TdsValue.money(199_900),
                "single", TdsValue.real(0.1f),
                "twice", TdsValue.floating(1.5e-300),
                "yes", TdsValue.bit(true),
                "day", TdsValue.date(0),
                "noon", TdsValue.time(noonTicks + 1_234_567),
                "moment", TdsValue.datetime2(DAYS_TO_1900, noonTicks + 5_000_000),
                "old", TdsValue.datetime(-1, 300),
                "there", TdsValue.datetimeoffset(DAYS_TO_1900, noonTicks, -330),
                "id", TdsValue.guid(id),
                "name", TdsValue.text("Größe 🐘"),
                "code", TdsValue.varchar("plain"),
                "long", TdsValue.longText("x".repeat(5_000)),
                "bytes", TdsValue.varbinary((byte) 0, (byte) 0xff),
                "doc", TdsValue.xml("<a>ä</a>"),
                "tree", TdsValue.ofClr("hierarchyid", (byte) 0x58),
                "shape", TdsValue.ofClr("geometry", POINT),
                "noShape", TdsValue.ofClr("geography", (byte) 1),
                "any", TdsValue.variantOfInt(5),
                "anyText", TdsValue.variantOfText("v"),
                "nothing", TdsValue.noText(),
                "no", TdsValue.noWhole()));
        QueryResult result = query(server, "SELECT * FROM dbo.everything");
        assertThat(result.json().path("rows").get(0).toString())
                .isEqualTo(
                        "[255,-32768,7,9007199254740992,\"9223372036854775807\",\"-123.4500\",\"19.9900\",0.1,1.5E-300,true,"
                                + "\"0001-01-01\",\"12:00:00.1234567\",\"1900-01-01T12:00:00.5\",\"1899-12-31T00:00:01\","
                                + "\"1900-01-01T06:30:00-05:30\",\"00112233-4455-6677-8899-aabbccddeeff\",\"Größe 🐘\",\"plain\",\""
                                + "x".repeat(5_000)
                                + "\",\"AP8=\",\"<a>ä</a>\",\"WA==\",\"POINT(1 2)\",\"AQ==\",5,\"v\",null,null]");
        assertThat(result.json().path("columns").findValuesAsText("type"))
                .containsExactly(
                        "tinyint",
                        "smallint",
                        "int",
                        "bigint",
                        "bigint",
                        "numeric",
                        "money",
                        "real",
                        "float",
                        "bit",
                        "date",
                        "time",
                        "datetime2",
                        "datetime",
                        "datetimeoffset",
                        "uniqueidentifier",
                        "nvarchar",
                        "varchar",
                        "nvarchar",
                        "varbinary",
                        "xml",
                        "hierarchyid",
                        "geometry",
                        "geography",
                        "sql_variant",
                        "sql_variant",
                        "nvarchar",
                        "int");
    }

    @Test
    void binds_each_parameter_by_the_type_of_its_json() {
        ScriptedTds server = server(request -> TdsAnswer.row("a", TdsValue.whole(4, 1)));
        query(
                server,
                "SELECT 1 FROM t WHERE a = $1 AND b = $2 AND c = $3 AND d = $4 AND e = $5 AND f = $6 AND g = $7 AND h = $1",
                json("7"),
                json("1.50"),
                json("true"),
                json("null"),
                json("\"O'Brien; DROP TABLE t\""),
                json("[1, \"x\"]"),
                json("{\"a\": 1}"));
        TdsRequest asked = server.requests().stream()
                .filter(request -> request.sql().contains("FROM t"))
                .findFirst()
                .orElseThrow();
        assertThat(asked.sql())
                .isEqualTo("SELECT 1 FROM t WHERE a = @P0 AND b = @P1 AND c = @P2 AND d = @P3 AND e = @P4 AND f = @P5"
                        + " AND g = @P6 AND h = @P7");
        assertThat(asked.parameters())
                .containsExactly(
                        7L, new BigDecimal("1.5"), true, "null", "O'Brien; DROP TABLE t", "[1,\"x\"]", "{\"a\":1}", 7L);
        assertThat(asked.types()).startsWith("@P0 bigint,@P1 decimal(").contains("@P2 bit", "@P4 nvarchar(4000)");
    }

    @Test
    void sends_text_that_looks_like_escapes_and_placeholders_as_it_is() {
        ScriptedTds server = server(request -> TdsAnswer.row("a", TdsValue.whole(4, 1)));
        query(
                server,
                "SELECT '{\"a\": \"?\"}', '{fn now()}', N'-- ? /*', [a?b], [{x}], \"y]z\" FROM t WHERE a = ? -- {call x}",
                json("1"));
        assertThat(server.asked())
                .contains(
                        "SELECT '{\"a\": \"?\"}', '{fn now()}', N'-- ? /*', [a?b], [{x}], [y]]z] FROM t WHERE a = @P0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "229 | 14 | The SELECT permission was denied on the object 'orders' | NOT_PERMITTED | The database login may not do this (error 229)",
                "208 | 16 | Invalid object name 'dbo.nope'. | BAD_ARGUMENT | There is no such table or view near 'nope' in line 1",
                "207 | 16 | Invalid column name 'x'. | BAD_ARGUMENT | There is no such column in line 1",
                "102 | 15 | Incorrect syntax near 'nope'. | BAD_ARGUMENT | Syntax error near 'nope' in line 1 (error 102)",
                "245 | 16 | Conversion failed when converting the varchar value 'Smith 4111' to data type int. | BAD_ARGUMENT | A value does not fit its type in line 1 (error 245)",
                "8134 | 16 | Divide by zero error encountered. | BAD_ARGUMENT | Division by zero in line 1",
                "1205 | 13 | Transaction (Process ID 52) was deadlocked | UNAVAILABLE | The statement met another change of the same rows; try again",
                "1222 | 16 | Lock request time out period exceeded. | UNAVAILABLE | Rows are locked by somebody else; try again",
                "40613 | 17 | Database 'x' on server 'y' is not currently available | UNAVAILABLE | The database is short of resources, moving or stopping (error 40613)",
                "10929 | 16 | Resource ID: 1 | UNAVAILABLE | The database is short of resources, moving or stopping (error 10929)",
                "8623 | 16 | ran out of internal resources | LIMIT | The statement is too complex for the database",
                "50000 | 16 | Somebody's own text with 'Smith 4111' | BAD_ARGUMENT | The database does not accept the statement (error 50000)"
            })
    void says_what_an_error_means_and_nothing_of_its_text(
            int number, int severity, String text, RefusalCode code, String message) {
        ScriptedTds server = server(request -> TdsAnswer.failure(number, severity, text));
        assertThatThrownBy(() -> query(server, "SELECT a FROM dbo.nope"))
                .hasMessage(message)
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "18456 | Login failed for user 'reader'. | refused user or password",
                "18487 | The password has expired. | refused user or password, which is locked, expired or must be changed",
                "4060 | Cannot open database \"shop\" | has no database of this name that the login may open",
                "40615 | Client with IP address '1.2.3.4' is not allowed | does not let this address in (error 40615)",
                "40613 | Database is not currently available | The database is short of resources, moving or stopping (error 40613)"
            })
    void says_why_nobody_is_let_in(int number, String text, String message) {
        ScriptedTds server = ScriptedTds.refusing(number, text);
        open.add(server);
        assertThatThrownBy(() -> connections(Limits.defaults()).test(target(server)))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.code().retryable()).isTrue());
        Limits hurried = Limits.defaults().with(Limit.DATASOURCE_CONNECT_MILLIS, 1_000);
        assertThatThrownBy(() -> query(hurried, server, new Cancellation(), "SELECT 1"))
                .hasMessageContaining(message);
    }

    @Test
    void says_why_there_is_no_connection() {
        assertThatThrownBy(() -> connections(Limits.defaults()).test(target(1, "verify-full")))
                .hasMessage(
                        "The database at localhost:1 cannot be reached: the connection is refused, nothing listens on"
                                + " this port");
        ScriptedTds plain = server(request -> TdsAnswer.none());
        assertThatThrownBy(() -> connections(Limits.defaults()).test(target(plain.port(), "verify-full")))
                .hasMessageEndingWith("cannot be reached: the server does not offer TLS as sslMode asks");
        Target nowhere = new Target(
                "sqlserver", "no-such-host.invalid", 1433, "d", "u", new Secret("p"), "verify-full", "password");
        assertThatThrownBy(() -> connections(Limits.defaults()).test(nowhere))
                .hasMessageEndingWith("cannot be reached: the host name is not known");
        assertThat(plain.logins()).isEmpty();
    }

    @Test
    void encrypts_and_signs_in_only_where_the_certificate_is_trusted_or_need_not_be() {
        ScriptedTds server = ScriptedTds.encrypting(request -> TdsAnswer.none());
        open.add(server);
        assertThatThrownBy(() -> connections(Limits.defaults()).test(target(server.port(), "verify-full")))
                .hasMessage("The database at localhost:" + server.port()
                        + " cannot be reached: the server's certificate is not trusted");
        assertThat(server.logins()).isEmpty();
        assertThat(connections(Limits.defaults())
                        .test(target(server.port(), "require"))
                        .server())
                .startsWith("Microsoft SQL Server");
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void stops_the_server_when_a_statement_takes_too_long() throws InterruptedException {
        ScriptedTds server = server(request -> new TdsAnswer.Silence());
        Limits hurried = Limits.defaults().with(Limit.SQL_STATEMENT_MILLIS, 1_000);
        assertThatThrownBy(() -> query(hurried, server, new Cancellation(), "SELECT a FROM t"))
                .hasMessage("The statement ran longer than 1s")
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.TIMEOUT));
        assertThat(server.toldToStop()).isTrue();
    }

    @Test
    void stops_the_server_when_the_run_is_stopped() throws Exception {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        ScriptedTds server = server(request -> {
            asked.complete(null);
            return new TdsAnswer.Silence();
        });
        CompletableFuture<Throwable> ended =
                CompletableFuture.supplyAsync(() -> org.assertj.core.api.Assertions.catchThrowable(
                        () -> query(Limits.defaults(), server, cancellation, "SELECT a FROM t")));
        asked.get();
        cancellation.cancel(Cancellation.Cause.REQUESTED);
        assertThat(ended.get()).hasMessage("The run was stopped while the statement ran");
        assertThat(server.toldToStop()).isTrue();
    }

    @Test
    void cuts_rows_without_end_at_the_cap_and_stops_the_server() throws InterruptedException {
        ScriptedTds server = server(request -> TdsAnswer.endless("n", TdsValue.whole(4, 7)));
        QueryResult result = query(server, "SELECT n FROM dbo.numbers");
        assertThat(result.truncated()).isTrue();
        assertThat(result.rowCount()).isEqualTo(10_000);
        assertThat(server.asked()).contains("SET ROWCOUNT 10001");
        assertThat(server.toldToStop()).isTrue();
    }

    @Test
    void cuts_wide_rows_at_the_cap_of_bytes() throws InterruptedException {
        ScriptedTds server = server(request -> TdsAnswer.endless("t", TdsValue.text("x".repeat(1_500))));
        QueryResult result = query(server, "SELECT t FROM dbo.texts");
        assertThat(result.truncated()).isTrue();
        assertThat(result.rowCount()).isBetween(2_000, 2_800);
        assertThat(server.toldToStop()).isTrue();
    }

    @Test
    void refuses_a_first_row_that_is_too_large() {
        ScriptedTds server = server(request -> TdsAnswer.row("t", TdsValue.longText("x".repeat(20 << 20))));
        assertThatThrownBy(() -> query(server, "SELECT t FROM dbo.texts"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.LIMIT));
    }

    @Test
    void rolls_back_and_commits_nothing() {
        ScriptedTds server = server(request -> TdsAnswer.row("a", TdsValue.whole(4, 1)));
        query(server, "SELECT a FROM t");
        assertThat(server.asked().toLowerCase(java.util.Locale.ROOT))
                .contains("set implicit_transactions on", "rollback tran")
                .doesNotContain("commit tran");
    }

    @Test
    void sends_nothing_that_the_guard_refuses() {
        ScriptedTds server = server(request -> TdsAnswer.none());
        assertThatThrownBy(() -> query(server, "SELECT 1 FROM t SHUTDOWN")).isInstanceOf(Refusal.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void replaces_a_connection_that_broke() {
        ScriptedTds server = server(request -> new TdsAnswer.HangUp());
        assertThatThrownBy(() -> query(server, "SELECT a FROM t"))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(RefusalCode.UPSTREAM));
    }
}
