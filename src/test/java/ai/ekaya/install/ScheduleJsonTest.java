package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleJsonTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Schedule asked(String text) {
        return ScheduleJson.asked(json(text), Limits.defaults(), NOW);
    }

    @Test
    void a_text_alone_is_in_utc_with_the_rest_by_default() {
        assertThat(ScheduleJson.write(asked("'0 6 * * *'")))
                .hasToString(json("""
                {'cron': '0 6 * * *', 'zone': 'UTC', 'jitterSeconds': 0, 'overlap': 'skip', 'catchUp': 'once',
                 'catchUpWindowSeconds': 86400, 'since': '2026-03-01T10:00:00Z'}
                """).toString());
    }

    @Test
    void what_is_written_is_read_again() {
        Schedule schedule = asked("""
                {'cron': '@daily', 'zone': 'Europe/Berlin', 'start': '2026-03-01T06:00:00+01:00', 'end': '2026-04-01T00:00:00Z',
                 'jitterSeconds': 3600, 'overlap': 'cancel-old', 'catchUp': 'all', 'catchUpWindowSeconds': 604800}
                """);
        assertThat(schedule.start()).contains(Instant.parse("2026-03-01T05:00:00Z"));
        assertThat(schedule.window()).isEqualTo(Duration.ofDays(7));
        assertThat(ScheduleJson.read(ScheduleJson.write(schedule).toString())).isEqualTo(schedule);
        assertThat(ScheduleJson.asked(ScheduleJson.write(schedule), Limits.defaults(), NOW))
                .isEqualTo(schedule);
    }

    @Test
    void what_is_stored_is_read_when_bounds_are_narrower_now() {
        assertThat(ScheduleJson.read("{\"cron\": \"0 6 * * *\", \"jitterSeconds\": 99999}")
                        .jitter())
                .isEqualTo(Duration.ofSeconds(99_999));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    7                                             | is a cron text, an object with one in 'cron', or null
                    [1]                                           | is a cron text
                    {}                                            | needs a cron text in 'cron'
                    {'cron': null}                                | needs a cron text in 'cron'
                    {'cron': 'x'}                                 | five fields
                    {'cron': '0 6 * * *', 'tz': 'UTC'}            | has no 'tz', it has cron, zone
                    {'cron': '0 6 * * *', 'zone': 'Mars'}         | Zone 'Mars' is no time zone
                    {'cron': '0 6 * * *', 'zone': '+02:00'}       | Zone '+02:00' is no time zone
                    {'cron': '0 6 * * *', 'zone': 'UTC+2'}        | Zone 'UTC+2' is no time zone
                    {'cron': '0 6 * * *', 'zone': 2}              | Zone '2' is no time zone
                    {'cron': '0 6 * * *', 'start': 'now'}         | 'start' of a schedule is 'now', expected a time with its offset
                    {'cron': '0 6 * * *', 'end': '2026-03-01'}    | 'end' of a schedule is '2026-03-01'
                    {'cron': '0 6 * * *', 'end': '+999999999-01-01T00:00:00Z'} | 'end' of a schedule is
                    {'cron': '0 6 * * *', 'start': '9999-01-01T00:00:00Z'} | expected a time from 1970-01-01T00:00:00Z to 9000-01-01T00:00:00Z
                    {'cron': '0 6 * * *', 'end': '2026-03-01T10:00:00Z'} | 'end' of a schedule is 2026-03-01T10:00:00Z, which is over
                    {'cron': '0 6 * * *', 'start': '2026-03-01T00:00:00Z', 'end': '2026-03-01T00:00:00Z'} | not after its 'start'
                    {'cron': '0 6 * * *', 'jitterSeconds': -1}    | 'jitterSeconds' of a schedule is -1, expected 0 to 3600
                    {'cron': '0 6 * * *', 'jitterSeconds': 3601}  | is 3601, expected 0 to 3600
                    {'cron': '0 6 * * *', 'jitterSeconds': 1.5}   | 'jitterSeconds' of a schedule is no whole number
                    {'cron': '0 6 * * *', 'jitterSeconds': '1'}   | 'jitterSeconds' of a schedule is no whole number
                    {'cron': '0 6 * * *', 'catchUpWindowSeconds': 604801} | expected 0 to 604800
                    {'cron': '0 6 * * *', 'overlap': 'queue'}     | is 'queue', expected skip, queue-one, queue-all, cancel-old
                    {'cron': '0 6 * * *', 'overlap': 'SKIP'}      | is 'SKIP', expected skip
                    {'cron': '0 6 * * *', 'catchUp': 'last'}      | is 'last', expected skip, once, all
                    """)
    void refuses_what_is_no_schedule_and_says_why(String text, String why) {
        assertThatThrownBy(() -> asked(text)).isInstanceOf(Refusal.class).hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    '* * * * *'               | Every minute, UTC
                    '*/15 * * * *'            | Every 15 minutes, UTC
                    '@hourly'                 | Every hour at minute 0, UTC
                    '5,35 * * * *'            | Every hour at minutes 5 and 35, UTC
                    '0 6 * * MON-FRI'         | At 06:00 on Monday to Friday, UTC
                    '0 6,18 * * *'            | At 06:00 and 18:00, UTC
                    '0 */6 * * *'             | At 00:00, 06:00, 12:00 and 18:00, UTC
                    '0 */2 * * *'             | Every 2 hours from 00:00, UTC
                    '30 8-17 * * *'           | At minute 30 of the hours 8 to 17, UTC
                    '*/10 8-17 * * *'         | At minutes 0, 10, 20, 30, 40 and 50 of the hours 8 to 17, UTC
                    '* 3 * * *'               | Every minute of the hours 3, UTC
                    '0 0 1 * *'               | At 00:00 on day 1 of the month, UTC
                    '0 0 13 * 5'              | At 00:00 on day 13 of the month or on Friday, UTC
                    '0 0 29 2 *'              | At 00:00 on day 29 of the month in February, UTC
                    '0 0 * 1,6-8 0,6'         | At 00:00 on Saturday and Sunday in January and June to August, UTC
                    {'cron': '0 6 * * *', 'zone': 'Europe/Berlin', 'jitterSeconds': 60} | At 06:00, time of Europe/Berlin, each up to 60 s later
                    {'cron': '@daily', 'end': '2026-04-01T00:00:00Z'} | At 00:00, UTC, until 2026-04-01T00:00:00Z
                    """)
    void says_in_words_what_it_means(String text, String words) {
        assertThat(ScheduleWords.of(asked(text))).isEqualTo(words);
    }
}
