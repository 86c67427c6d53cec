package ai.ekaya.host;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.classification.ColumnKey;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.leak.Detector;
import ai.ekaya.leak.Exit;
import ai.ekaya.leak.RunExits;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.sql.ColumnOrigin;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of free text that a run has read from a sensitive column, and that ordinary words still leave. */
class FreeTextTest {
    private static final int COMMENTS = 2_000;
    private static final int INNOCENT = 100_000;

    private final RunExits exits = new RunExits(Detector.of(List.of()), Limits.defaults(), Clock.systemUTC());
    private final ReadRows read = new ReadRows(
            project -> Map.of(
                    new DatasourceId(UUID.randomUUID()), List.of(new ColumnKey("public", "customers", "comment"))),
            new ProjectId(UUID.randomUUID()),
            exits.values());

    /** Where a value came from. */
    enum Source {
        /** Its column is told, as by PostgreSQL. */
        TOLD,
        /** Its column is known by its name, as of SQL Server. */
        NAMED,
        /** It is computed by a statement that names the column. */
        COMPUTED
    }

    private void reads(Source source, String value) {
        if (source == Source.TOLD) {
            new ToldValues(exits.values())
                    .column(
                            new ColumnOrigin("public", "customers", "comment"),
                            true,
                            JsonNodeFactory.instance.textNode(value));
            return;
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("columns")
                .addObject()
                .put("name", source == Source.NAMED ? "comment" : "x")
                .put("type", "nvarchar");
        answer.putArray("rows").addArray().add(value);
        read.tool(
                JsonNodeFactory.instance.objectNode().put("sql", "SELECT upper(comment) AS x FROM customers"), answer);
    }

    private boolean leaves(String text) {
        try {
            exits.values().requireNoValues(Exit.NOTIFICATION, text);
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal.code()).isEqualTo(RefusalCode.LEAK);
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void ordinary_words_leave_a_run_that_has_read_comments_and_what_identifies_somebody_does_not(Source source) {
        long seed = new SecureRandom().nextLong();
        FreeTexts texts = new FreeTexts(seed);
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < COMMENTS; i++) {
            String known = i % 2 == 0 ? texts.email() : texts.phone();
            String comment = texts.comment(known);
            reads(source, comment);
            kept.add(known);
            kept.add(comment);
            kept.add(comment.substring(0, comment.length() * 2 / 3));
        }
        List<String> stopped = new ArrayList<>();
        for (int i = 0; i < INNOCENT; i++) {
            String text = texts.innocent();
            if (!leaves(text)) {
                stopped.add(text);
            }
        }
        assertThat(stopped).as("seed " + seed + ", of " + INNOCENT).isEmpty();
        assertThat(kept).as("seed " + seed).noneMatch(text -> leaves("to: " + text + " !"));
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void names_and_addresses_are_known_whole_and_in_lists(Source source) {
        long seed = new SecureRandom().nextLong();
        FreeTexts texts = new FreeTexts(seed);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String first = texts.name();
            String second = texts.name();
            values.addAll(List.of(first, second, texts.address()));
            if (source == Source.TOLD) {
                reads(source, first);
                reads(source, second);
            } else {
                reads(source, i % 3 == 0 ? "(7,\"" + first + "\",t," + second + ")" : first + "; " + second);
            }
            reads(source, values.getLast());
        }
        assertThat(values)
                .as("seed " + seed)
                .filteredOn(value -> value.length() >= 8)
                .hasSizeGreaterThan(1_000)
                .noneMatch(value -> leaves("see " + value + ", please"));
        for (int i = 0; i < 10_000; i++) {
            String text = texts.innocent();
            assertThat(leaves(text)).as("seed " + seed + ": " + text).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Anna Schmidt, Bert Brecht | Bert Brecht | false",
                "katharina,annaschmidt | annaschmidt | false",
                "penicillin, acetylsalicylic acid | acetylsalicylic acid | false",
                "unfortunately, no answer, for two weeks now | unfortunately | true",
                "Sadly, the parcel that I had ordered came open | the parcel that I had ordered came open | true",
                "The cup was broken. Unfortunately, too | Unfortunately | true",
                "I wrote on 24 May 2026, then called, and nobody ever came | I wrote on 24 May 2026 | true",
                "Please call 040 1234567-8, since I am out most of the day | 040/12345678 | false",
                "please write to anna@b.example, as I am out most of the day | anna@b.example | false",
                "at 2026-05-24T10:15:00Z, and nobody was there at that time | 2026-05-24T10:59:00Z | true",
                "{\"a\": \"Hello, unfortunately\", \"b\": \"Anna Schmidt\"} | Anna Schmidt | false",
                "{anna,\"Schmidt, Anna-Maria\",NULL} | Schmidt, Anna-Maria | false",
                "<row><n>Anna Schmidt</n><c id=\"K-4711-08\">x</c></row> | K-4711-08 | false",
                "<row><n>Anna Schmidt</n><c>x</c></row> | Anna Schmidt | false",
                "您好，很遗憾包裹已经损坏了，请尽快给我回电话 | 很遗憾包裹已经损坏了 | true"
            })
    void of_a_text_that_a_database_tells_nothing_of_values_are_known_and_phrases_are_not(
            String cell, String text, boolean mayLeave) {
        reads(Source.NAMED, cell);
        assertThat(leaves("see " + text + " ok")).as(cell).isEqualTo(mayLeave);
        assertThat(leaves("see " + cell)).isFalse();
    }
}
