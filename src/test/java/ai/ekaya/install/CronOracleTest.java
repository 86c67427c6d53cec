package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.shaded.cronutils.model.CronType;
import com.github.kagkarlsson.shaded.cronutils.model.definition.CronDefinitionBuilder;
import com.github.kagkarlsson.shaded.cronutils.model.time.ExecutionTime;
import com.github.kagkarlsson.shaded.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Our due times beside those of cron-utils, an implementation that we did not write: random texts, zones and years. In UTC the two
 * agree on every time. In a zone, ours are those of UTC's calendar put on the zone's clock by the rule of docs/schedules.md, which is
 * written down here once more, in another way: minute by minute. {@code -Dcron.texts=200} makes it long.
 */
class CronOracleTest {
    private static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "America/Sao_Paulo",
            "Africa/Casablanca",
            "Pacific/Apia",
            "UTC",
            "Asia/Tehran",
            "America/St_Johns");
    private static final int TEXTS = Integer.getInteger("cron.texts", 20);
    private static final int SPARSE_TICKS_MAX = Integer.getInteger("cron.ticks", 400);
    private static final Instant BEGIN = Instant.parse("2008-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2020-01-01T00:00:00Z");

    private final long seed = Long.getLong("cron.seed", 20261123L);
    private final Random random = new Random(seed);

    @Test
    void agrees_with_another_implementation_on_the_calendar() {
        for (int i = 0; i < TEXTS * ZONES.size(); i++) {
            String text = text();
            ExecutionTime theirs = theirs(text);
            Cron ours = new Cron(text);
            for (Instant[] window : windows(ours, ZoneOffset.UTC)) {
                assertThat(ours(ours, window, ZoneOffset.UTC))
                        .as("%s from %s, seed %s", text, window[0], seed)
                        .isEqualTo(theirs(theirs, window, ZoneOffset.UTC));
            }
        }
    }

    @Test
    void differs_from_it_in_zones_only_where_clocks_change() {
        int compared = 0;
        int differing = 0;
        for (int i = 0; i < TEXTS * ZONES.size(); i++) {
            String text = text();
            ExecutionTime theirs = theirs(text);
            Cron ours = new Cron(text);
            ZoneId zone = ZoneId.of(ZONES.get(i % ZONES.size()));
            for (Instant[] window : windows(ours, zone)) {
                TreeSet<Instant> odd = new TreeSet<>(ours(ours, window, zone));
                TreeSet<Instant> other = new TreeSet<>(theirs(theirs, window, zone));
                TreeSet<Instant> both = new TreeSet<>(odd);
                both.retainAll(other);
                compared += both.size();
                odd.addAll(other);
                odd.removeAll(both);
                differing += odd.size();
                assertThat(odd)
                        .as("%s in %s, seed %s", text, zone, seed)
                        .allSatisfy(at -> assertThat(isNearChange(at, zone)).isTrue());
            }
        }
        assertThat(compared).isGreaterThan(10_000);
        assertThat(differing).isBetween(1, compared / 20);
    }

    @Test
    void follows_the_written_rule_wherever_clocks_change() {
        int changes = 0;
        for (String name : ZONES) {
            ZoneId zone = ZoneId.of(name);
            for (ZoneOffsetTransition change : changes(zone)) {
                Instant from = change.getInstant().minus(Duration.ofHours(30));
                Instant[] window = {from, change.getInstant().plus(Duration.ofHours(30))};
                for (int i = 0; i < TEXTS / 4; i++) {
                    Cron cron = new Cron(text());
                    assertThat(ours(cron, window, zone))
                            .as("%s in %s at %s, seed %s", cron, zone, change, seed)
                            .isEqualTo(byTheRule(cron, window, zone));
                }
                changes++;
            }
        }
        assertThat(changes).isGreaterThan(150);
    }

    /** The rule, minute by minute: what the wall shows, and what it should have shown. */
    private static List<Instant> byTheRule(Cron cron, Instant[] window, ZoneId zone) {
        TreeSet<Instant> due = new TreeSet<>();
        // Due times may come from a clock that shows a day more or less.
        LocalDateTime last = LocalDateTime.ofInstant(window[1], ZoneOffset.UTC).plusDays(2);
        boolean everyHour = cron.fields().everyHour();
        for (LocalDateTime at = LocalDateTime.ofInstant(window[0], ZoneOffset.UTC)
                        .minusDays(2)
                        .withSecond(0);
                at.isBefore(last);
                at = at.plusMinutes(1)) {
            LocalDateTime local = at;
            if (cron.fields().firstFrom(local).filter(local::equals).isEmpty()) {
                continue;
            }
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
            if (offsets.isEmpty() && !everyHour) {
                due.add(zone.getRules().getTransition(local).getInstant());
            }
            offsets.stream().limit(everyHour ? 2 : 1).forEach(offset -> due.add(local.toInstant(offset)));
        }
        return due.stream()
                .filter(at -> at.isAfter(window[0]) && at.isBefore(window[1]))
                .toList();
    }

    /** All of the years when there are few times; else the days around ends of months, leap days and changes. */
    private static List<Instant[]> windows(Cron cron, ZoneId zone) {
        Optional<Instant> at = Optional.of(BEGIN);
        int count = 0;
        while (at.isPresent() && at.get().isBefore(END) && count <= SPARSE_TICKS_MAX) {
            at = cron.next(at.get(), zone);
            count++;
        }
        if (count <= SPARSE_TICKS_MAX) {
            return List.<Instant[]>of(new Instant[] {BEGIN, END});
        }
        List<Instant[]> windows = new ArrayList<>();
        for (int year = 2008; year < 2020; year++) {
            windows.add(around(Instant.parse(year + "-12-31T23:00:00Z"), 2));
            windows.add(around(Instant.parse(year + "-02-28T23:00:00Z"), 3));
        }
        changes(zone).forEach(change -> windows.add(around(change.getInstant(), 3)));
        return windows;
    }

    private static Instant[] around(Instant at, int hours) {
        return new Instant[] {at.minus(Duration.ofHours(hours)), at.plus(Duration.ofHours(hours))};
    }

    private static List<ZoneOffsetTransition> changes(ZoneId zone) {
        List<ZoneOffsetTransition> changes = new ArrayList<>();
        ZoneOffsetTransition next = zone.getRules().nextTransition(BEGIN);
        while (next != null && next.getInstant().isBefore(END)) {
            changes.add(next);
            next = zone.getRules().nextTransition(next.getInstant());
        }
        return changes;
    }

    private static boolean isNearChange(Instant at, ZoneId zone) {
        ZoneOffsetTransition next = zone.getRules().nextTransition(at.minus(Duration.ofHours(25)));
        return next != null && next.getInstant().isBefore(at.plus(Duration.ofHours(25)));
    }

    private static List<Instant> ours(Cron cron, Instant[] window, ZoneId zone) {
        List<Instant> times = new ArrayList<>();
        Optional<Instant> at = cron.next(window[0], zone);
        while (at.isPresent() && at.get().isBefore(window[1])) {
            times.add(at.get());
            at = cron.next(at.get(), zone);
        }
        return times;
    }

    private static List<Instant> theirs(ExecutionTime cron, Instant[] window, ZoneId zone) {
        List<Instant> times = new ArrayList<>();
        Optional<ZonedDateTime> at = cron.nextExecution(window[0].atZone(zone));
        while (at.isPresent() && at.get().toInstant().isBefore(window[1])) {
            times.add(at.get().toInstant());
            Optional<ZonedDateTime> next = cron.nextExecution(at.get());
            if (next.isPresent() && !next.get().toInstant().isAfter(at.get().toInstant())) {
                next = cron.nextExecution(at.get().plusMinutes(1));
            }
            at = next;
        }
        return times;
    }

    private static ExecutionTime theirs(String text) {
        return ExecutionTime.forCron(
                new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(text));
    }

    private String text() {
        while (true) {
            String text = field(0, 59) + " " + field(0, 23) + " " + (random.nextInt(3) > 0 ? "*" : field(1, 31)) + " "
                    + (random.nextInt(3) > 0 ? "*" : field(1, 12)) + " " + (random.nextInt(3) > 0 ? "*" : field(0, 6));
            if (new Cron(text).next(BEGIN, ZoneOffset.UTC).isPresent()) {
                return text;
            }
        }
    }

    private String field(int least, int most) {
        return switch (random.nextInt(6)) {
            case 0 -> "*";
            case 1 -> "*/" + (2 + random.nextInt(most / 2));
            case 2 -> range(least, most);
            case 3 -> range(least, most) + "/" + (1 + random.nextInt(4));
            case 4 ->
                random.ints(2 + random.nextInt(3), least, most + 1)
                        .sorted()
                        .distinct()
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(","));
            default -> Integer.toString(least + random.nextInt(most - least + 1));
        };
    }

    private String range(int least, int most) {
        int from = least + random.nextInt(most - least);
        return from + "-" + (from + 1 + random.nextInt(most - from));
    }
}
