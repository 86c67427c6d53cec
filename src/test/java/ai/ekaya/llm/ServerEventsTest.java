package ai.ekaya.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServerEventsTest {
    private static List<String> read(InputStream in) {
        ServerEvents events = new ServerEvents(in, 1_000);
        List<String> all = new ArrayList<>();
        Optional<String> next = events.next();
        while (next.isPresent()) {
            all.add(next.get());
            next = events.next();
        }
        return all;
    }

    private static List<String> read(String text) {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void data_is_told_and_names_ids_and_comments_are_not() {
        assertThat(read("\uFEFF: hello\nevent: a\nid: 7\ndata: one\n\nretry: 5\n\ndata:two\n\ndata\n\n"))
                .containsExactly("one", "two", "");
    }

    @Test
    void lines_of_data_are_one_event_and_lines_end_in_three_ways() {
        assertThat(read("data: a\r\ndata:  b\r\n\r\ndata: c\rdata: d\r\rdata: ü\n\n"))
                .containsExactly("a\n b", "c\nd", "ü");
    }

    @Test
    void what_has_no_blank_line_after_it_is_no_event() {
        assertThat(read("data: one\n\ndata: tw")).containsExactly("one");
        assertThat(read("data: one\n\ndata: two\n")).containsExactly("one");
        assertThat(read("")).isEmpty();
    }

    @Test
    void an_event_has_so_many_bytes_and_no_more() {
        String most = "data:" + "x".repeat(995);
        assertThat(read(most + "\n\n")).containsExactly("x".repeat(995));
        assertThatThrownBy(() -> read(most + "x\n\n")).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> read("data:" + "x".repeat(600) + "\ndata:" + "x".repeat(600) + "\n\n"))
                .isInstanceOf(Failure.class);
    }

    @Test
    void how_the_bytes_come_changes_nothing() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String text = "data: Zürich 🙂\r\n\r\n: x\n\ndata: a\rdata: b\n\n".repeat(20);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        InputStream dripping = new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1 + random.nextInt(5)));
            }
        };
        assertThat(read(dripping)).as("seed " + seed).isEqualTo(read(text)).hasSize(40);
    }
}
