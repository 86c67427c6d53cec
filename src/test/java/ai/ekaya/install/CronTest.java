package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 */6 * * *      | 2026-03-01T10:00:00Z | 2026-03-01T12:00:00Z
                    * * * * *        | 2026-03-01T10:00:00Z | 2026-03-01T10:01:00Z
                    * * * * *        | 2026-03-01T10:00:59.999Z | 2026-03-01T10:01:00Z
                    * * * * *        | 2026-03-01T09:59:59.999Z | 2026-03-01T10:00:00Z
                    */5 * * * *      | 2026-12-31T23:58:30Z | 2027-01-01T00:00:00Z
                    59 23 31 12 *    | 2026-12-31T23:58:30Z | 2026-12-31T23:59:00Z
                    59 23 31 12 *    | 2026-12-31T23:59:00Z | 2027-12-31T23:59:00Z
                    0 0 29 2 *       | 2026-03-01T10:00:00Z | 2028-02-29T00:00:00Z
                    0 0 29 2 *       | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z
                    0 0 29 FEB MON   | 2026-02-23T10:00:00Z | 2027-02-01T00:00:00Z
                    0 0 31 * *       | 2026-03-31T10:00:00Z | 2026-05-31T00:00:00Z
                    30 2 * * *       | 2026-03-29T00:00:00Z | 2026-03-29T02:30:00Z
                    0 9 * * 1-5      | 2026-03-06T10:00:00Z | 2026-03-09T09:00:00Z
                    0 9 * * mon-FRI  | 2026-03-06T10:00:00Z | 2026-03-09T09:00:00Z
                    0 9 * * 0        | 2026-03-06T10:00:00Z | 2026-03-08T09:00:00Z
                    0 9 * * 7        | 2026-03-06T10:00:00Z | 2026-03-08T09:00:00Z
                    0 9 * * 5-7      | 2026-03-07T10:00:00Z | 2026-03-08T09:00:00Z
                    0 9 * * Sat-Sun  | 2026-03-07T10:00:00Z | 2026-03-08T09:00:00Z
                    0 0 1 1 *        | 2026-01-01T00:00:00Z | 2027-01-01T00:00:00Z
                    0 0 13 * 5       | 2026-03-01T00:00:00Z | 2026-03-06T00:00:00Z
                    0 0 13 * 5       | 2026-03-06T00:00:00Z | 2026-03-13T00:00:00Z
                    0 0 */10 * 1     | 2026-03-02T00:00:00Z | 2026-03-09T00:00:00Z
                    0 0 * * 1        | 2026-03-02T00:00:00Z | 2026-03-09T00:00:00Z
                    0 0 1 jan,Jul *  | 2026-03-01T00:00:00Z | 2026-07-01T00:00:00Z
                    5/20 * * * *     | 2026-03-01T10:25:00Z | 2026-03-01T10:45:00Z
                    1-10/4,50 1 * * *| 2026-03-01T01:05:00Z | 2026-03-01T01:09:00Z
                    1-10/4,50 1 * * *| 2026-03-01T01:09:00Z | 2026-03-01T01:50:00Z
                    @hourly          | 2026-03-01T10:00:00Z | 2026-03-01T11:00:00Z
                    @Daily           | 2026-03-01T10:00:00Z | 2026-03-02T00:00:00Z
                    @midnight        | 2026-03-01T10:00:00Z | 2026-03-02T00:00:00Z
                    @weekly          | 2026-03-01T10:00:00Z | 2026-03-08T00:00:00Z
                    @monthly         | 2026-03-01T10:00:00Z | 2026-04-01T00:00:00Z
                    @yearly          | 2026-03-01T10:00:00Z | 2027-01-01T00:00:00Z
                    @annually        | 2026-03-01T10:00:00Z | 2027-01-01T00:00:00Z
                    """)
    void gives_the_next_time(String text, Instant after, Instant next) {
        assertThat(Cron.parse(text).next(after, ZoneOffset.UTC)).contains(next);
    }

    /** The table of docs/schedules.md, and the same in zones that are odd in their own way. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Europe/Berlin       | 30 2 * * *   | 2026-03-28T03:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:30+02:00
                    Europe/Berlin       | 0,30 2 * * * | 2026-03-28T03:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:00+02:00
                    Europe/Berlin       | 0 2,3 * * *  | 2026-03-28T03:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:00+02:00
                    Europe/Berlin       | 0 */2 * * *  | 2026-03-29T00:00+01:00 | 2026-03-29T03:00+02:00 2026-03-29T04:00+02:00
                    Europe/Berlin       | 30 2 * * *   | 2026-10-25T00:00+02:00 | 2026-10-25T02:30+02:00 2026-10-26T02:30+01:00
                    Europe/Berlin       | 30 2 * * *   | 2026-10-25T02:10+01:00 | 2026-10-26T02:30+01:00
                    Europe/Berlin       | 30 2 25 10 * | 2026-10-24T00:00+02:00 | 2026-10-25T02:30+02:00 2027-10-25T02:30+02:00
                    Europe/Berlin       | 30 * * * *   | 2026-03-29T01:00+01:00 | 2026-03-29T01:30+01:00 2026-03-29T03:30+02:00
                    Europe/Berlin       | 30 * * * *   | 2026-10-25T02:00+02:00 | 2026-10-25T02:30+02:00 2026-10-25T02:30+01:00 \
                    2026-10-25T03:30+01:00
                    Europe/Berlin       | */15 * * * * | 2026-03-29T01:40+01:00 | 2026-03-29T01:45+01:00 2026-03-29T03:00+02:00
                    Europe/Berlin       | */30 * * * * | 2026-10-25T02:20+02:00 | 2026-10-25T02:30+02:00 2026-10-25T02:00+01:00
                    America/New_York    | 30 2 * * *   | 2026-03-08T01:00-05:00 | 2026-03-08T03:00-04:00 2026-03-09T02:30-04:00
                    America/New_York    | 30 1 * * *   | 2026-11-01T00:00-04:00 | 2026-11-01T01:30-04:00 2026-11-02T01:30-05:00
                    Australia/Lord_Howe | 15 2 * * *   | 2026-10-04T01:00+10:30 | 2026-10-04T02:30+11:00 2026-10-05T02:15+11:00
                    Australia/Lord_Howe | 45 1 * * *   | 2026-04-05T00:00+11:00 | 2026-04-05T01:45+11:00 2026-04-06T01:45+10:30
                    Australia/Lord_Howe | */15 * * * * | 2026-04-05T01:40+11:00 | 2026-04-05T01:45+11:00 2026-04-05T01:30+10:30
                    Asia/Kathmandu      | 0 6 * * *    | 2026-03-01T00:00Z      | 2026-03-01T06:00+05:45 2026-03-02T06:00+05:45
                    Asia/Kathmandu      | 5 0 1 1 *    | 1985-12-31T00:00Z      | 1986-01-01T00:15+05:45 1987-01-01T00:05+05:45
                    America/Sao_Paulo   | 0 0 * * *    | 2018-11-03T01:00-03:00 | 2018-11-04T01:00-02:00 2018-11-05T00:00-02:00
                    America/Sao_Paulo   | 30 23 * * *  | 2018-02-17T12:00-02:00 | 2018-02-17T23:30-02:00 2018-02-18T23:30-03:00
                    Africa/Casablanca   | 30 2 * * *   | 2026-03-22T00:00+00:00 | 2026-03-22T03:00+01:00 2026-03-23T02:30+01:00
                    Pacific/Apia        | 0 9 * * *    | 2011-12-29T08:00-10:00 | 2011-12-29T09:00-10:00 2011-12-31T00:00+14:00 \
                    2011-12-31T09:00+14:00
                    Pacific/Apia        | 0 9 30 12 *  | 2011-12-29T08:00-10:00 | 2011-12-31T00:00+14:00 2012-12-30T09:00+14:00
                    Pacific/Apia        | 0 * 30 12 *  | 2011-12-29T08:00-10:00 | 2012-12-30T00:00+14:00
                    Pacific/Apia        | 0 * * * *    | 2011-12-29T22:30-10:00 | 2011-12-29T23:00-10:00 2011-12-31T00:00+14:00
                    """)
    void knows_what_clocks_do(String zone, String text, OffsetDateTime after, String expected) {
        List<OffsetDateTime> times = new ArrayList<>();
        Optional<Instant> next = Optional.of(after.toInstant());
        for (String ignored : expected.split(" +")) {
            next = next.flatMap(at -> Cron.parse(text).next(at, ZoneId.of(zone)));
            next.ifPresent(at -> times.add(at.atZone(ZoneId.of(zone)).toOffsetDateTime()));
        }
        assertThat(times.stream().map(OffsetDateTime::toString)).containsExactly(expected.split(" +"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''              | five fields
                    x               | five fields
                    * * * *         | five fields
                    * * * * * *     | five fields
                    @reboot         | five fields
                    @               | five fields
                    60 * * * *      | minute is '60', expected 0 to 59
                    * 24 * * *      | hour is '24', expected 0 to 23
                    * * 0 * *       | day of month is '0', expected 1 to 31
                    * * 32 * *      | day of month is '32'
                    * * * 13 *      | month is '13', expected 1 to 12 or JAN to DEC
                    * * * MON *     | month is 'MON'
                    * * * * 8       | day of week is '8', expected 0 to 7 or SUN to SAT
                    * * * * MONDAY  | day of week is 'MONDAY'
                    * * * * FRI-MON | 'FRI-MON' ends before it begins
                    22-2 * * * *    | '22-2' ends before it begins
                    */0 * * * *     | minute has step 0
                    */60 * * * *    | minute has step 60
                    -1 * * * *      | minute is '-1'
                    1- * * * *      | minute is '1-'
                    1,, * * * *     | minute is ''
                    ,1 * * * *      | minute is ''
                    1/ * * * *      | minute is '1/'
                    1//2 * * * *    | minute is '1//2'
                    *1 * * * *      | minute is '*1'
                    1.5 * * * *     | minute is '1.5'
                    999999999999 * * * * | minute is '999999999999'
                    ١ * * * *       | minute is '١'
                    0 0 L * *       | day of month is 'L'
                    0 0 ? * *       | day of month is '?'
                    0 0 * * 5#2     | day of week is '5#2'
                    0 0 31 2 *      | never due
                    0 0 30 FEB *    | never due
                    0 0 31 4,6,9,11 * | never due
                    """)
    void refuses_what_is_no_schedule_and_says_why(String text, String why) {
        assertThatThrownBy(() -> Cron.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("Schedule '")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 31 2 1", "0 0 29 2 *", "59 23 31 12 7", "0 0 31 1-12 *"})
    void takes_what_is_due_sometimes(String text) {
        assertThat(Cron.parse(text).next(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC))
                .isPresent();
    }

    @Test
    void reads_any_spaces_and_keeps_words_as_they_are_written() {
        assertThat(Cron.parse("  0   9 *\t* *  ").text()).isEqualTo("0 9 * * *");
        assertThat(Cron.parse(" @daily ").text()).isEqualTo("@daily");
    }

    @Test
    void a_text_that_is_too_long_is_said_to_be() {
        String most = "1,".repeat(95) + "10 * * * *";
        assertThat(Cron.parse(most).text()).hasSize(200);
        assertThatThrownBy(() -> Cron.parse("0" + most)).hasMessageEndingWith("it is 201 characters, at most 200");
    }

    @Test
    void a_text_of_any_length_ends() {
        assertThatThrownBy(() -> Cron.parse("1,".repeat(100_000) + "1 * * * *")).isInstanceOf(Refusal.class);
        assertThat(Cron.parse("1,".repeat(90) + "1 * * * *").next(Instant.EPOCH, ZoneOffset.UTC))
                .contains(Instant.parse("1970-01-01T00:01:00Z"));
    }
}
