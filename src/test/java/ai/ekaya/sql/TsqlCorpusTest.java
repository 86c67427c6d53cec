package ai.ekaya.sql;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many legal and hostile spellings of T-SQL; in the files, a line that starts with two spaces goes on with the statement before. */
class TsqlCorpusTest {
    /** Of a hundred legal queries; what is refused is printed, and docs/datasources.md says why. */
    private static final double ACCEPTED_PERCENT_MIN = 97;

    private final TsqlGuard guard = new TsqlGuard(Limits.defaults());

    private static List<String> statements(String file) {
        try (InputStream in = TsqlCorpusTest.class.getResourceAsStream(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
            return Arrays.asList(text.split("\n(?! {2})"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> refused(List<String> statements) {
        Map<String, String> refused = new LinkedHashMap<>();
        for (String sql : statements) {
            try {
                guard.datasourceQuery(sql);
            } catch (Refusal e) {
                refused.put(sql, e.reason());
            }
        }
        return refused;
    }

    @Test
    void takes_nearly_all_legal_queries() {
        List<String> legal = statements("tsql-legal.sql");
        assertThat(legal).hasSizeGreaterThanOrEqualTo(300).doesNotHaveDuplicates();
        Map<String, String> refused = refused(legal);
        refused.forEach((sql, why) -> System.out.println(why + "\n    " + sql));
        double accepted = 100.0 * (legal.size() - refused.size()) / legal.size();
        System.out.printf("%d legal queries, %.1f %% accepted%n", legal.size(), accepted);
        assertThat(accepted).isGreaterThanOrEqualTo(ACCEPTED_PERCENT_MIN);
    }

    @Test
    void takes_no_hostile_spelling() {
        List<String> hostile = statements("tsql-hostile.sql");
        assertThat(hostile).hasSizeGreaterThanOrEqualTo(300);
        Map<String, String> refused = refused(hostile);
        assertThat(hostile.stream().filter(sql -> !refused.containsKey(sql))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" SHUTDOWN", "\nDELETE FROM dbo.t", " EXEC sp_who", "; DROP TABLE dbo.t", " INTO dbo.copy"})
    void takes_no_legal_query_with_more_behind_it(String more) {
        List<String> longer = statements("tsql-legal.sql").stream()
                .map(sql -> sql.replaceFirst(";$", "") + more)
                .toList();
        assertThat(refused(longer)).hasSameSizeAs(longer);
    }
}
