package ai.ekaya.notify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.identity.ProjectId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LetterJsonTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final Letter LETTER = new Letter(
            new UUID(0, 1),
            new ProjectId(new UUID(0, 2)),
            Optional.of(new UUID(0, 3)),
            Severity.WARNING,
            "<!channel> 5 < 6 & \"so\"",
            "<https://evil.example|your bank>",
            Optional.of("watch"),
            Optional.of(new UUID(0, 4)),
            2,
            AT,
            AT);

    private static String written(Target.Format format) {
        return new String(
                new LetterJson(Optional.of("https://apps.example.com")).body(LETTER, format), StandardCharsets.UTF_8);
    }

    @Test
    void a_chat_reads_words_and_no_commands() {
        assertThat(written(Target.Format.TEXT))
                .isEqualTo("{\"text\":\"*WARNING* &lt;!channel&gt; 5 &lt; 6 &amp; \\\"so\\\"\\n"
                        + "&lt;https://evil.example|your bank&gt;\\nApp watch\\n"
                        + "<https://apps.example.com/p/00000000-0000-0000-0000-000000000002"
                        + "/runs/00000000-0000-0000-0000-000000000004>\"}");
    }

    @Test
    void a_program_reads_the_text_as_it_was_written() {
        assertThat(written(Target.Format.JSON))
                .isEqualTo("{\"type\":\"notification\",\"timestamp\":\"2026-03-01T10:00:00Z\",\"data\":{"
                        + "\"project\":\"00000000-0000-0000-0000-000000000002\","
                        + "\"id\":\"00000000-0000-0000-0000-000000000003\",\"severity\":\"WARNING\","
                        + "\"title\":\"<!channel> 5 < 6 & \\\"so\\\"\",\"body\":\"<https://evil.example|your bank>\","
                        + "\"app\":\"watch\",\"run\":\"00000000-0000-0000-0000-000000000004\","
                        + "\"url\":\"https://apps.example.com/p/00000000-0000-0000-0000-000000000002"
                        + "/runs/00000000-0000-0000-0000-000000000004\",\"count\":2,"
                        + "\"createdAt\":\"2026-03-01T10:00:00Z\"}}");
    }
}
