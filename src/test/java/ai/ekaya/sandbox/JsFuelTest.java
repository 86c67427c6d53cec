package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Fuel counts work and nothing else. */
class JsFuelTest {
    private static final String APP = """
            export default async function ({ input, host }) {
              const rows = Array.from({ length: 300 }, (_, i) => ({ id: i, name: 'n' + i * 7 % 13 }));
              rows.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id);
              const text = JSON.stringify(rows).replace(/n(\\d+)/g, (_, n) => n * 2);
              for (let i = 0; i < 5; i++) await host.state.get('k' + i);
              return [text.length, new URL('https://a.example/x?y=' + input.n).href];
            }
            """;

    @Test
    void runs_of_the_same_input_use_the_same_fuel_whatever_their_seed_cold_or_compiled() {
        Guest app = Guests.SANDBOX.prepare(new GuestCode.JavaScript(APP));
        List<Long> fuel = LongStream.range(0, 300)
                .map(seed -> guest().input("{\"n\":5}").seed(seed).run(app).fuel())
                .distinct()
                .boxed()
                .toList();
        assertThat(fuel).hasSize(1);
        assertThat(fuel.get(0)).isGreaterThan(1_000);
    }

    @Test
    void more_work_uses_more() {
        Guest app = Guests.SANDBOX.prepare(new GuestCode.JavaScript(
                "export default ({ input }) => { let s = 0; for (let i = 0; i < input.n; i++) s += i; return s; }"));
        long few = guest().input("{\"n\":1000}").run(app).fuel();
        long many = guest().input("{\"n\":9000}").run(app).fuel();
        assertThat(many - few).isBetween(8_000L, 400_000L);
    }

    @Test
    void a_run_ends_when_its_fuel_does_and_not_before() {
        Guest app = Guests.SANDBOX.prepare(new GuestCode.JavaScript(APP));
        long needed = guest().input("{\"n\":5}").run(app).fuel();
        assertThat(guest().input("{\"n\":5}").fuel(needed).run(app).outcome()).isInstanceOf(RunOutcome.Succeeded.class);
        assertThat(guest().input("{\"n\":5}").fuel(needed - 1).run(app).outcome())
                .isEqualTo(new RunOutcome.OutOfFuel(needed - 1));
    }
}
