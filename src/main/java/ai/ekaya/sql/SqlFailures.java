package ai.ekaya.sql;

import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a database's error means to the asker, in our own words; whose it is, its exception tells. PostgreSQL's message and detail quote values of rows, so nothing of
 * them is passed on: only the state, the name of a constraint or column, and the asker's own word at the error's position.
 */
public final class SqlFailures {
    static final int CAUSES_MAX = 8;
    static final String BROKEN = "the connection broke";
    static final String NO_ANSWER = "no answer in time";

    private static final Pattern TYPE = Pattern.compile(
            "\\btype (bigint|boolean|bytea|date|double precision|inet|integer|interval|jsonb?|numeric|real|smallint"
                    + "|time(?:stamp)?(?: with(?:out)? time zone)?|uuid)\\b");

    /** Where PostgreSQL 14 to 18 report what breaks a constraint, by the names of its own routines. */
    private static final Set<String> CHECKS = Set.of(
            "ATRewriteTable",
            "ExecConstraints",
            "ExecEvalConstraintCheck",
            "ExecEvalConstraintNotNull",
            "ReportNotNullViolationError",
            "_bt_check_unique",
            "check_exclusion_or_unique_constraint",
            "comparetup_index_btree",
            "comparetup_index_btree_tiebreak",
            "domain_check_input",
            "ri_ReportViolation");

    private SqlFailures() {}

    /**
     * Ends a connection that no longer is in step with its server, so that its lease gives it up: the driver stops in the middle
     * of a row that is too large.
     */
    public static void endIfBroken(Connection connection, SQLException failure) {
        if (String.valueOf(failure.getSQLState()).startsWith("08")) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** Whether trying again with the same password could lock an account. */
    static boolean refusedLogin(SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith("28")
                || SqlServerFailures.in(failure)
                        .filter(SqlServerFailures::refusedLogin)
                        .isPresent();
    }

    static Refusal refusal(SQLException failure, CheckedStatement checked, Duration atMost) {
        if (SqlServerFailures.in(failure).isPresent()) {
            return SqlServerFailures.refusal(failure, checked, atMost);
        }
        String where = near(failure, checked).orElse("");
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            case "57014" ->
                refused(RefusalCode.TIMEOUT, "The statement ran longer than " + Quantity.ofDuration(atMost), failure);
            case "42601" -> refused(RefusalCode.BAD_ARGUMENT, "Syntax error" + where, failure);
            case "42P01" -> refused(RefusalCode.BAD_ARGUMENT, "There is no such table or view" + where, failure);
            case "42703" -> refused(RefusalCode.BAD_ARGUMENT, "There is no such column" + where, failure);
            case "42702" -> refused(RefusalCode.BAD_ARGUMENT, "This column is in more than one table" + where, failure);
            case "42883" ->
                refused(
                        RefusalCode.BAD_ARGUMENT,
                        "There is no such function or operator for these types" + where,
                        failure);
            case "42501" ->
                refused(RefusalCode.NOT_PERMITTED, "The database login may not do this" + where, failure)
                        .forbidden();
            case "25006" ->
                refused(RefusalCode.NOT_PERMITTED, "A datasource is only read", failure)
                        .forbidden();
            case "22012" -> refused(RefusalCode.BAD_ARGUMENT, "Division by zero", failure);
            case "23502" -> refused(RefusalCode.BAD_ARGUMENT, "A value is missing" + named(failure), failure);
            case "23503" ->
                refused(
                        RefusalCode.CONFLICT,
                        "A row that is referred to is missing or in use" + named(failure),
                        failure);
            case "23505" ->
                refused(RefusalCode.CONFLICT, "A row with this key is there already" + named(failure), failure);
            case "23514" -> refused(RefusalCode.BAD_ARGUMENT, "A value breaks a check" + named(failure), failure);
            default -> byClass(state, where, failure);
        };
    }

    /** Whether nothing came back in time, from a network or from a port that is open. */
    public static boolean unanswered(SQLException failure) {
        return SqlServerFailures.in(failure).isPresent()
                ? SqlServerFailures.unanswered(failure)
                : why(failure).equals(NO_ANSWER);
    }

    /** For failures outside of a guest's statement: connecting, begin, commit. */
    public static Refusal connection(SQLException failure) {
        return connection(failure, "");
    }

    /** @param server host and port, for those who may know them; else empty */
    public static Refusal connection(SQLException failure, String server) {
        String at = server.isEmpty() ? "" : " at " + server;
        if (SqlServerFailures.in(failure).isPresent()) {
            return SqlServerFailures.connection(failure, at);
        }
        String state = String.valueOf(failure.getSQLState());
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "28" -> refused(RefusalCode.UPSTREAM, "The database" + at + " " + login(failure, state), failure);
            case "3D" -> refused(RefusalCode.UPSTREAM, "The server" + at + " has no database of this name", failure);
            case "08" -> unreachable(failure, at);
            default ->
                switch (state) {
                    case "42501" ->
                        routine(failure).equals("CheckMyDatabase")
                                ? refused(
                                        RefusalCode.UPSTREAM,
                                        "The login may not connect to this database" + at
                                                + "; its owner has to run GRANT CONNECT ON DATABASE … TO …",
                                        failure)
                                : byClass(state, "", failure);
                    case "53300" ->
                        refused(
                                RefusalCode.UNAVAILABLE,
                                "The database" + at
                                        + " has no connection left, for this login (CONNECTION LIMIT) or for all"
                                        + " (max_connections)",
                                failure);
                    case "57P03" ->
                        refused(RefusalCode.UNAVAILABLE, "The database" + at + " is starting or stopping", failure);
                    default -> byClass(state, "", failure);
                };
        };
    }

    /** PostgreSQL names the place in its source with each error; that is the same in every language that it speaks. */
    private static String login(SQLException failure, String state) {
        return switch (routine(failure)) {
            case "ClientAuthentication" ->
                "lets this user not in from this server's address, or not without TLS (pg_hba.conf)";
            case "InitializeSessionUserId" -> "has no such login, or it may not log in (ALTER ROLE … LOGIN)";
            default ->
                "refused user or password" + (state.equals("28000") ? ", or asks for TLS or another address" : "");
        };
    }

    private static String routine(SQLException failure) {
        return server(failure)
                .map(ServerErrorMessage::getRoutine)
                .map(String::valueOf)
                .orElse("");
    }

    /** SECURITY: only a word of our own list is taken from the server's text, which may carry rows' values. */
    private static String type(SQLException failure) {
        Matcher type = TYPE.matcher(String.valueOf(failure.getMessage()));
        return type.find() ? " " + type.group(1) : "";
    }

    private static Refusal byClass(String state, String where, SQLException failure) {
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "22" ->
                refused(
                        RefusalCode.BAD_ARGUMENT,
                        "A value does not fit its type" + type(failure) + where + suffix(state),
                        failure);
            case "23" -> refused(RefusalCode.CONFLICT, "The change breaks a constraint" + named(failure), failure);
            case "40" ->
                refused(
                        RefusalCode.UNAVAILABLE,
                        "The statement met another change of the same rows; try again",
                        failure);
            case "42" ->
                refused(
                        RefusalCode.BAD_ARGUMENT,
                        "The database does not accept the statement" + where + suffix(state),
                        failure);
            case "53", "57" ->
                refused(
                        RefusalCode.UNAVAILABLE,
                        "The database is short of resources or stopping" + suffix(state),
                        failure);
            case "54" -> refused(RefusalCode.LIMIT, "The statement is too complex for the database", failure);
            case "08", "28", "3D" -> unreachable(failure, "");
            default -> refused(RefusalCode.UPSTREAM, "The database refused the statement" + suffix(state), failure);
        };
    }

    private static Refusal unreachable(SQLException failure, String at) {
        // The driver's own text, not the server's: it names no value.
        boolean tooMuch = String.valueOf(failure.getMessage()).contains("maxResultBuffer");
        return tooMuch
                ? refused(RefusalCode.LIMIT, "The answer is too large; select fewer rows or columns", failure)
                : refused(RefusalCode.UPSTREAM, "The database" + at + " cannot be reached: " + why(failure), failure);
    }

    static String why(SQLException failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < CAUSES_MAX && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case UnknownHostException e -> "the host name is not known";
            case NoRouteToHostException e -> "there is no route to the host";
            case ConnectException e ->
                String.valueOf(e.getMessage()).contains("timed out")
                        ? NO_ANSWER
                        : "the connection is refused, nothing listens on this port";
            case SocketTimeoutException e -> NO_ANSWER;
            case EOFException e -> "the server ends the connection; is it PostgreSQL?";
            case SSLException e -> "TLS fails; is the server's certificate trusted?";
            case CertificateExpiredException e -> "the server's certificate has expired";
            case CertificateException e -> "the server's certificate is not trusted";
            case CertPathBuilderException e -> "the server's certificate is not trusted";
            case SQLException e
            when "08P01".equals(e.getSQLState()) -> "what answers there is no PostgreSQL; are host and port right?";
            // The driver's own text, which names the host that was asked for.
            case SQLException e
            when String.valueOf(e.getMessage()).contains("hostname") ->
                "the server's certificate is for another host name";
            case SQLException e when "08004".equals(e.getSQLState()) -> "the server does not offer TLS as sslMode asks";
            case SQLException e when "08001".equals(e.getSQLState()) -> NO_ANSWER;
            default -> BROKEN;
        };
    }

    private static Refusal refused(RefusalCode code, String message, SQLException cause) {
        return new Refusal(code, message, cause);
    }

    private static String suffix(String state) {
        return " (SQLSTATE " + state + ")";
    }

    /**
     * SECURITY: a function or trigger can RAISE with any text as the constraint, a row's value too; so only from where the server
     * itself checks, which no RAISE can say of itself. WritingIT guards it.
     */
    private static String named(SQLException failure) {
        return server(failure)
                .filter(message -> CHECKS.contains(String.valueOf(message.getRoutine())))
                .map(message -> message.getConstraint() != null ? message.getConstraint() : message.getColumn())
                .map(name -> " (" + name + ")")
                .orElse("");
    }

    private static Optional<ServerErrorMessage> server(SQLException failure) {
        return failure instanceof PSQLException postgres
                ? Optional.ofNullable(postgres.getServerErrorMessage())
                : Optional.empty();
    }

    /** The asker's own word at the error, unless it is a text, and its line. */
    private static Optional<String> near(SQLException failure, CheckedStatement checked) {
        int position = server(failure).map(ServerErrorMessage::getPosition).orElse(0);
        if (position < 1) {
            return Optional.empty();
        }
        return checked.words().stream()
                .filter(word -> word.position() + word.text().length() > position)
                .findFirst()
                .map(word ->
                        (word.literal() ? "" : " near '" + clipped(word.text()) + "'") + " in line " + word.line());
    }

    static String clipped(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
