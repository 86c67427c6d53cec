package ai.ekaya.sql;

import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.microsoft.sqlserver.jdbc.SQLServerError;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What SQL Server's error numbers mean to the asker, in our own words. Its messages quote values of rows ("Conversion failed when
 * converting the varchar value 'Smith' to data type int"), so nothing of them is passed on but the asker's own word.
 */
final class SqlServerFailures {
    /** Error classes of the server's documentation. */
    private static final int SEVERITY_PERMISSION = 14;

    private static final int SEVERITY_SYNTAX = 15;
    private static final int SEVERITY_RESOURCES = 17;

    private static final Set<Integer> NO_LOGIN = Set.of(18_452, 18_456, 18_470, 18_486, 18_487, 18_488);
    private static final Set<Integer> NO_DATABASE = Set.of(911, 4060, 4063);
    private static final Set<Integer> FIREWALL = Set.of(40_615, 40_914);
    /** What goes by in minutes: a server that fails over, is updated, or takes no more sessions. */
    private static final Set<Integer> PASSING = Set.of(
            615, 701, 802, 926, 976, 978, 983, 988, 4221, 8645, 8651, 10_928, 10_929, 10_936, 18_401, 40_143, 40_166,
            40_197, 40_501, 40_540, 40_613, 42_108, 42_109, 49_918, 49_919, 49_920);

    private static final Set<Integer> FORBIDDEN =
            Set.of(229, 230, 262, 297, 300, 371, 916, 1088, 2557, 3110, 3704, 15_247, 15_562);
    private static final Set<Integer> NO_FIT = Set.of(
            206, 220, 232, 235, 241, 242, 244, 245, 248, 257, 295, 296, 402, 403, 517, 518, 529, 535, 2628, 8114, 8115,
            8116, 8117, 8152, 8169, 9420, 9803, 9810, 9819, 13_608, 13_609);
    private static final Set<Integer> TOO_COMPLEX = Set.of(191, 8618, 8621, 8623, 8631, 8632);
    private static final Map<Integer, String> OWN_MISTAKES = Map.ofEntries(
            Map.entry(130, "An aggregate is taken of an aggregate or a subquery"),
            Map.entry(195, "There is no such function"),
            Map.entry(205, "Both sides of UNION, INTERSECT or EXCEPT need the same number of columns"),
            Map.entry(207, "There is no such column"),
            Map.entry(208, "There is no such table or view"),
            Map.entry(209, "This column is in more than one table"),
            Map.entry(319, "Syntax error"),
            Map.entry(512, "A subquery that stands for one value gave more than one"),
            Map.entry(530, "A recursive query went deeper than it may; say OPTION (MAXRECURSION n)"),
            Map.entry(3623, "A number is outside of what its function takes"),
            Map.entry(4104, "There is no such column"),
            Map.entry(4121, "There is no such function"),
            Map.entry(8120, "A column is neither grouped nor aggregated"),
            Map.entry(8127, "A column is neither grouped nor aggregated"),
            Map.entry(8134, "Division by zero"));
    private static final Pattern QUOTED = Pattern.compile("['\"]([^'\"]{1,200})['\"]");

    private SqlServerFailures() {}

    /** The driver's own exception, where the failure is SQL Server's. */
    static Optional<SQLServerException> in(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; depth < SqlFailures.CAUSES_MAX && each != null; depth++) {
            if (each instanceof SQLServerException found) {
                return Optional.of(found);
            }
            each = each.getCause();
        }
        return Optional.empty();
    }

    static boolean refusedLogin(SQLServerException failure) {
        return NO_LOGIN.contains(failure.getErrorCode());
    }

    static Refusal refusal(SQLException failure, CheckedStatement checked, Duration atMost) {
        if (timedOut(failure)) {
            return refused(
                    RefusalCode.TIMEOUT, "The statement ran longer than " + Quantity.ofDuration(atMost), failure);
        }
        int number = failure.getErrorCode();
        @org.jspecify.annotations.Nullable String mistake = OWN_MISTAKES.get(number);
        if (mistake != null) {
            return refused(RefusalCode.BAD_ARGUMENT, mistake + near(failure, checked), failure);
        }
        if (NO_FIT.contains(number)) {
            return refused(
                    RefusalCode.BAD_ARGUMENT,
                    "A value does not fit its type" + line(failure, checked) + suffix(number),
                    failure);
        }
        if (number != 0 && severity(failure) == SEVERITY_SYNTAX) {
            return refused(RefusalCode.BAD_ARGUMENT, "Syntax error" + near(failure, checked) + suffix(number), failure);
        }
        return connection(failure, "");
    }

    /** @param at {@code " at host:port"} for those who may know them, else empty */
    static Refusal connection(SQLException failure, String at) {
        int number = failure.getErrorCode();
        if (NO_LOGIN.contains(number)) {
            return refused(
                    RefusalCode.UPSTREAM,
                    "The database" + at + " refused user or password"
                            + (number >= 18_486 ? ", which is locked, expired or must be changed" : ""),
                    failure);
        }
        if (NO_DATABASE.contains(number)) {
            return refused(
                    RefusalCode.UPSTREAM,
                    "The server" + at + " has no database of this name that the login may open",
                    failure);
        }
        if (FIREWALL.contains(number)) {
            return refused(
                    RefusalCode.UPSTREAM,
                    "The server's firewall" + at + " does not let this address in" + suffix(number),
                    failure);
        }
        if (number == 40_532) {
            return refused(RefusalCode.UPSTREAM, "There is no such server" + at + suffix(number), failure);
        }
        return number == 0 ? ofDriver(failure, at) : ofServer(failure, number);
    }

    private static Refusal ofServer(SQLException failure, int number) {
        if (number == 1205 || number == 3960) {
            return refused(
                    RefusalCode.UNAVAILABLE, "The statement met another change of the same rows; try again", failure);
        }
        if (number == 1222) {
            return refused(RefusalCode.UNAVAILABLE, "Rows are locked by somebody else; try again", failure);
        }
        if (number == 3906) {
            return refused(RefusalCode.NOT_PERMITTED, "A datasource is only read", failure)
                    .forbidden();
        }
        if (PASSING.contains(number) || severity(failure) == SEVERITY_RESOURCES) {
            return refused(
                    RefusalCode.UNAVAILABLE,
                    "The database is short of resources, moving or stopping" + suffix(number),
                    failure);
        }
        if (TOO_COMPLEX.contains(number)) {
            return refused(RefusalCode.LIMIT, "The statement is too complex for the database", failure);
        }
        if (FORBIDDEN.contains(number) || severity(failure) == SEVERITY_PERMISSION) {
            return refused(RefusalCode.NOT_PERMITTED, "The database login may not do this" + suffix(number), failure)
                    .forbidden();
        }
        // Up to 16 it is the statement's fault, above it the server's.
        return severity(failure) > 10 && severity(failure) <= 16
                ? refused(
                        RefusalCode.BAD_ARGUMENT,
                        "The database does not accept the statement" + suffix(number),
                        failure)
                : refused(RefusalCode.UPSTREAM, "The database refused the statement" + suffix(number), failure);
    }

    // The driver's own texts, not the server's: they name no value.
    private static Refusal ofDriver(SQLException failure, String at) {
        String text = String.valueOf(failure.getMessage());
        if (text.contains("MaxResultBuffer") || text.contains("maxResultBuffer")) {
            return refused(RefusalCode.LIMIT, "The answer is too large; select fewer rows or columns", failure);
        }
        if (timedOut(failure)) {
            return refused(RefusalCode.TIMEOUT, "The database" + at + " gave no answer in time", failure);
        }
        if (text.contains("MSAL")
                || text.contains("AADSTS")
                || text.contains("Microsoft Entra")
                || text.contains("Azure Active Directory")) {
            return refused(
                    RefusalCode.UPSTREAM,
                    "Microsoft Entra gave no token for this client id and secret" + entra(text),
                    failure);
        }
        return refused(
                RefusalCode.UPSTREAM, "The database" + at + " cannot be reached: " + why(failure, text), failure);
    }

    /** Entra's own error number, which administrators look up. */
    private static String entra(String text) {
        Matcher number = Pattern.compile("AADSTS[0-9]{4,8}").matcher(text);
        return number.find() ? " (" + number.group() + ")" : "";
    }

    private static String why(SQLException failure, String text) {
        String known = SqlFailures.why(failure);
        if (!known.equals(SqlFailures.BROKEN)) {
            return known;
        }
        if (text.contains("Connection refused")) {
            return "the connection is refused, nothing listens on this port";
        }
        if (text.contains("timed out")) {
            return SqlFailures.NO_ANSWER;
        }
        if (text.contains("UnknownHost") || text.contains("not known") || text.contains("No such host")) {
            return "the host name is not known";
        }
        if (text.contains("SSL") || text.contains("TLS")) {
            return text.contains("not configured to support")
                    ? "the server does not offer TLS as sslMode asks"
                    : "TLS fails; is the server's certificate trusted?";
        }
        return text.contains("prelogin") || text.contains("closed")
                ? "the server ends the connection; is it SQL Server?"
                : known;
    }

    static boolean unanswered(SQLException failure) {
        return timedOut(failure)
                || why(failure, String.valueOf(failure.getMessage())).equals(SqlFailures.NO_ANSWER);
    }

    static boolean timedOut(SQLException failure) {
        // The last is a server that did not even answer to being told to stop.
        return failure instanceof SQLTimeoutException
                || "HYT00".equals(failure.getSQLState())
                || "HY008".equals(failure.getSQLState())
                || failure.getCause() instanceof SocketTimeoutException;
    }

    private static int severity(SQLException failure) {
        return error(failure).map(SQLServerError::getErrorSeverity).orElse(0);
    }

    private static Optional<SQLServerError> error(SQLException failure) {
        return in(failure).map(SQLServerException::getSQLServerError);
    }

    private static Refusal refused(RefusalCode code, String message, SQLException cause) {
        return new Refusal(code, message, cause);
    }

    private static String suffix(int number) {
        return " (error " + number + ")";
    }

    /** SECURITY: of the server's text only what the asker wrote outside of literals; the rest may be a row's value. */
    private static String near(SQLException failure, CheckedStatement checked) {
        Matcher quoted = QUOTED.matcher(String.valueOf(failure.getMessage()));
        String name = quoted.find() ? quoted.group(1) : "";
        String last = name.substring(name.lastIndexOf('.') + 1);
        return checked.words().stream()
                        .filter(word -> !word.literal() && bare(word.text()).equalsIgnoreCase(last))
                        .findFirst()
                        .map(word -> " near '" + SqlFailures.clipped(word.text()) + "'")
                        .orElse("")
                + line(failure, checked);
    }

    private static String bare(String word) {
        boolean quoted = word.length() > 2 && (word.charAt(0) == '[' || word.charAt(0) == '"');
        return quoted ? word.substring(1, word.length() - 1) : word;
    }

    private static String line(SQLException failure, CheckedStatement checked) {
        return error(failure)
                .map(SQLServerError::getLineNumber)
                .filter(line -> line > 0)
                .map(line -> " in line " + (checked.line() + line - 1))
                .orElse("");
    }
}
