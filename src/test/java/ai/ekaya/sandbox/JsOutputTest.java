package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.failureOf;
import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What JS apps may return. */
class JsOutputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1, undefined, null, true, 'x']        | [1,null,null,true,\"x\"]",
                "{ a: undefined, b: 2 }                 | {\"b\":2}",
                "new Date(0)                            | \"1970-01-01T00:00:00.000Z\"",
                "2 ** 53 + 2                            | 9007199254740994",
                "[-0, 1e21, 0.1]                        | [0,1e+21,0.1]",
                "'\\ud800'                              | \"\ufffd\"",
                "{ ['__proto__']: 1 }                   | {\"__proto__\":1}",
                "new (class { toJSON() { return 5 } })  | 5",
                "{ then: 1 }                            | {\"then\":1}",
                "{ then(done) { done({ late: 1 }) } }   | {\"late\":1}",
                "new Proxy({ a: 1 }, {})                | {\"a\":1}",
                "Object.create({ inherited: 1 })        | {}",
                "(() => { const s = { a: 1 }; return [s, s] })() | [{\"a\":1},{\"a\":1}]",
            })
    void json_is_returned(String value, String output) {
        assertThat(outputOf(guest().body("return " + value))).isEqualTo(output);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ a: [1, NaN] }                        | Output is not JSON at /a/1: NaN",
                "-Infinity                              | Output is not JSON: -Infinity",
                "{ f: () => 1 }                         | Output is not JSON at /f: a function",
                "[Symbol('s')]                          | Output is not JSON at /0: a symbol",
                "{ n: 1n }                              | Output is not JSON at /n: a BigInt, convert it to a string",
                "new Date(NaN)                          | Output is not JSON: an invalid date",
                "(() => { const o = { a: {} }; o.a.o = o; return o })() | Output is not JSON at /a/o: it refers back to an object that contains it",
            })
    void what_is_no_json_fails_naming_its_path(String value, String message) {
        RunOutcome.Failed failed = failureOf(guest().body("return " + value));
        assertThat(failed.cause()).isEqualTo(RunOutcome.Cause.BAD_OUTPUT);
        assertThat(failed.message()).isEqualTo(message);
    }

    @Test
    void nesting_at_the_bound_is_returned_and_past_it_is_not() {
        String nest = "let v = 1; for (let i = 0; i < input; i++) v = [v]; return v";
        assertThat(outputOf(guest().input("256").body(nest))).isEqualTo("[".repeat(256) + "1" + "]".repeat(256));
        for (String depth : new String[] {"257", "100000"}) {
            RunOutcome.Failed failed = failureOf(guest().input(depth).body(nest));
            assertThat(failed.cause()).isEqualTo(RunOutcome.Cause.BAD_OUTPUT);
            assertThat(failed.message()).endsWith(": nested deeper than 256 levels");
        }
    }

    @Test
    void output_at_the_bound_is_returned_and_past_it_is_not() {
        assertThat(outputOf(guest().output(100).body("return 'x'.repeat(98)"))).hasSize(100);
        RunOutcome.Failed failed = failureOf(guest().output(100).body("return 'x'.repeat(99)"));
        assertThat(failed.cause()).isEqualTo(RunOutcome.Cause.BAD_OUTPUT);
        assertThat(failed.message()).isEqualTo("Output is over 100B as JSON, return less");
    }

    @Test
    void output_is_measured_in_bytes_not_in_characters() {
        RunOutcome.Failed failed = failureOf(guest().output(100).body("return '€'.repeat(50)"));
        assertThat(failed.message()).isEqualTo("Output is 152B, at most 100B");
    }

    @Test
    void a_huge_sparse_array_fails_at_the_bound_instead_of_being_written() {
        assertThat(failureOf(guest().body("return new Array(1e9)")).cause()).isEqualTo(RunOutcome.Cause.BAD_OUTPUT);
    }
}
