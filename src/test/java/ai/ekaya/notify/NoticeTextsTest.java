package ai.ekaya.notify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limits;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeTextsTest {
    private final NoticeTexts texts = new NoticeTexts(Limits.defaults());

    private NoticeText text(String title, String body) {
        return texts.text(new ProjectId(new UUID(0, 1)), title, body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\u000bb", "a\u000cb", "a\u0085b", "a\u2028b", "a\u2029b"})
    void a_title_is_one_line(String title) {
        assertThat(text(title, "").title()).isEqualTo("a b");
    }

    @Test
    void a_title_that_would_be_a_header_of_a_mail_is_none() {
        assertThat(text("Hello\r\nBcc: eve@example.com", "").title())
                .doesNotContain("\r", "\n")
                .isEqualTo("Hello  Bcc: eve@example.com");
    }

    @Test
    void a_body_keeps_its_lines_and_its_letters() {
        assertThat(text("t", "Größe 📈\n\t1 %\r\nüber 2").body()).isEqualTo("Größe 📈\n\t1 %\nüber 2");
    }

    @Test
    void what_does_not_show_is_marked() {
        assertThat(text("a\u0000b\u202ec\u2066d\ud800e", "\u001b[31m").title())
                .isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffde");
        assertThat(text("a\u200bb\u200ec\u200fd\u061ce\u2060f\ufeffg", "").title())
                .isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg");
        // Joiners belong to scripts and to emoji.
        assertThat(text("a\u200db\u200cc", "").title()).isEqualTo("a\u200db\u200cc");
        assertThat(text("t", "\u001b[31mred").body()).isEqualTo("\ufffd[31mred");
    }

    @Test
    void what_is_over_is_cut_and_no_character_in_two() {
        assertThat(text("x".repeat(200), "").title()).hasSize(200).doesNotContain("…");
        assertThat(text("x".repeat(201), "").title()).hasSize(200).endsWith("x…");
        assertThat(text("x".repeat(198) + "📈📈", "").title()).isEqualTo("x".repeat(198) + "…");
        assertThat(text("t", "y".repeat(4_001)).body()).hasSize(4_000).endsWith("…");
    }
}
