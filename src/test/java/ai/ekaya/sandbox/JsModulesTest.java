package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.failureOf;
import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports between the files of one package. */
class JsModulesTest {
    private static RunOutcome run(String... pathsAndSources) {
        return guest().run(prepare(pathsAndSources)).outcome();
    }

    private static Guest prepare(String... pathsAndSources) {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < pathsAndSources.length; i += 2) {
            files.put(pathsAndSources[i], pathsAndSources[i + 1]);
        }
        return Guests.SANDBOX.prepare(new GuestCode.JavaScript(new TreeMap<>(files)));
    }

    // What an import means.

    @Test
    void a_file_uses_what_another_one_exports() {
        assertThat(outputOf(run(
                        "app.js", "import { twice } from './lib/util.js'; export default () => twice(21)",
                        "lib/util.js", "import { two } from '../two.js'; export const twice = (n) => two * n",
                        "two.js", "export const two = 2")))
                .isEqualTo("42");
    }

    @Test
    void every_form_of_import_and_export_links() {
        assertThat(outputOf(run(
                        "app.js",
                        """
                        import one, { two as zwei } from './a.js';
                        import * as all from './b.js';
                        export default () => [one, zwei, Object.keys(all), all.deep.three];
                        """,
                        "a.js",
                        "export default 1; const two = 2; export { two };",
                        "b.js",
                        "export * from './c.js'; export * as deep from './c.js'; export { default as one } from './a.js';",
                        "c.js",
                        "export const three = 3; export default 'not passed on by a star'")))
                .isEqualTo("[1,2,[\"deep\",\"one\",\"three\"],3]");
    }

    @Test
    void bindings_are_live() {
        assertThat(outputOf(run(
                        "app.js",
                        "import { count, add } from './count.js'; export default () => { add(); add(); return count; }",
                        "count.js",
                        "export let count = 0; export const add = () => { count++; };")))
                .isEqualTo("2");
    }

    @Test
    void a_module_is_evaluated_once_before_those_that_import_it() {
        assertThat(outputOf(run(
                        "app.js",
                        """
                        import './b.js';
                        import './a.js';
                        globalThis.order.push('app');
                        export default async () => { await import('./a.js'); return order; };
                        """,
                        "a.js",
                        "import './c.js'; order.push('a');",
                        "b.js",
                        "import './c.js'; order.push('b');",
                        "c.js",
                        "globalThis.order = ['c'];")))
                .isEqualTo("[\"c\",\"b\",\"a\",\"app\"]");
    }

    @Test
    void modules_may_import_each_other() {
        assertThat(outputOf(run(
                        "app.js",
                        """
                        import { even } from './even.js';
                        export const zero = () => 0;
                        export default () => [even(10), even(7)];
                        """,
                        "even.js",
                        "import { odd } from './odd.js'; export function even(n) { return n === 0 || odd(n - 1); }",
                        "odd.js",
                        """
                        import { even } from './even.js';
                        import { zero } from './app.js';
                        export function odd(n) { return n !== zero() && even(n - 1); }
                        """)))
                .isEqualTo("[true,false]");
    }

    @Test
    void a_value_of_a_cycle_that_is_read_too_early_is_an_error_with_its_place() {
        RunOutcome.Failed failed = failureOf(run(
                "app.js", "import './a.js'; export default () => 1;",
                "a.js", "import { b } from './b.js';\nexport const a = 1;",
                "b.js", "import { a } from './a.js';\nexport const b = 1;\n  b + a;"));
        assertThat(failed.message()).startsWith("ReferenceError");
        assertThat(failed.where()).hasValueSatisfying(where -> assertThat(where).startsWith("b.js:3:"));
    }

    @Test
    void await_at_the_top_of_a_file_lets_its_importers_wait_and_its_neighbours_go_on() {
        assertThat(outputOf(run(
                        "app.js",
                        "import './a.js'; import './b.js'; order.push('app'); export default () => order;",
                        "a.js",
                        "globalThis.order = ['a1']; await null; order.push('a2');",
                        "b.js",
                        "order.push('b1'); await null; order.push('b2');")))
                .isEqualTo("[\"a1\",\"b1\",\"a2\",\"b2\",\"app\"]");
    }

    @Test
    void a_file_imported_when_it_is_needed_is_evaluated_then_and_once() {
        assertThat(outputOf(run(
                        "app.js",
                        """
                        export default async () => {
                          globalThis.evaluated = 0;
                          const path = './lib/' + 'late.js';
                          const [one, two] = await Promise.all([import(path), import('./lib/../lib/late.js')]);
                          return [one === two, evaluated, one.deep];
                        };
                        """,
                        "lib/late.js",
                        "import { deep } from './deep.js'; evaluated++; export { deep };",
                        "lib/deep.js",
                        "export const deep = 'deep';")))
                .isEqualTo("[true,1,\"deep\"]");
    }

    @Test
    void a_cycle_imported_when_it_is_needed_links() {
        assertThat(
                        outputOf(
                                run(
                                        "app.js",
                                                "export const base = 40; export default async () => (await import('./a.js')).sum();",
                                        "a.js",
                                                "import { b } from './b.js'; export const one = 1; export const sum = () => one + b();",
                                        "b.js",
                                                "import { one } from './a.js'; import { base } from './app.js'; export const b = () => one + base;")))
                .isEqualTo("42");
    }

    @Test
    void a_file_that_nothing_imports_is_not_evaluated() {
        assertThat(outputOf(run("app.js", "export default () => typeof alone;", "alone.js", "globalThis.alone = 1;")))
                .isEqualTo("\"undefined\"");
    }

    @Test
    void modules_are_strict_and_know_nothing_of_where_they_are() {
        assertThat(outputOf(run(
                        "app.js",
                        "import * as a from './lib/a.js'; export default () => [a.self, a.meta];",
                        "lib/a.js",
                        "export const self = String(this); export const meta = Object.keys(import.meta);")))
                .isEqualTo("[\"undefined\",[]]");
    }

    @Test
    void each_run_has_modules_of_its_own() {
        Guest counting = prepare(
                "app.js", "import { state } from './state.js'; export default () => ++state.runs;",
                "state.js", "export const state = { runs: 0 };");
        assertThat(outputOf(guest().run(counting).outcome())).isEqualTo("1");
        assertThat(outputOf(guest().run(counting).outcome())).isEqualTo("1");
    }

    @Test
    void a_chain_of_as_many_files_as_there_may_be_links_and_one_more_is_refused() {
        assertThat(outputOf(guest().run(Guests.SANDBOX.prepare(chain(100))).outcome()))
                .isEqualTo("99");
        assertThatThrownBy(() -> Guests.SANDBOX.prepare(chain(101)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT))
                .hasMessage("The app has 101 .js files, at most 100");
    }

    private static GuestCode chain(int count) {
        TreeMap<String, String> files = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String name = i == 0 ? "app.js" : "m" + i + ".js";
            files.put(
                    name,
                    i == count - 1
                            ? "export default () => 0;"
                            : "import next from './m" + (i + 1) + ".js'; export default () => next() + 1;");
        }
        return new GuestCode.JavaScript(files);
    }

    @Test
    void all_files_together_are_bounded() {
        String half = " ".repeat((1 << 20) - 30);
        assertThatThrownBy(() -> prepare("app.js", "export default () => 1;" + half, "a.js", half + " ".repeat(100)))
                .isInstanceOf(Refusal.class)
                .hasMessageMatching("The \\.js files together are \\d+ bytes, at most 2097152");
    }

    // What is refused when the app is prepared, and what when it runs.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fs                    | expected the path of a .js file of this package",
                "node:fs               | expected the path of a .js file of this package",
                "lib/b.js              | expected the path of a .js file of this package",
                "/lib/b.js             | expected the path of a .js file of this package",
                "https://example.com/b.js | expected the path of a .js file of this package",
                "file:///etc/passwd    | expected the path of a .js file of this package",
                "data:text/javascript,1 | expected the path of a .js file of this package",
                "..\\lib\\b.js         | expected the path of a .js file of this package",
                "../../b.js            | it leads out of the package",
                "./../../../etc/passwd | it leads out of the package",
                "./b                   | the ending is part of the name, write .js",
                "./b.json              | JSON is not imported",
                "./B.js                | the package has no file lib/B.js",
                "./none.js             | the package has no file lib/none.js",
                ".//b.js               | the package has no file lib//b.js",
                "./%62.js              | the package has no file lib/%62.js",
                "./b.js?v=1            | the package has no file lib/b.js?v=1",
                "./<stop>.js           | the package has no file lib/<stop>.js",
                "../<stop>.js          | the package has no file <stop>.js",
            })
    void an_import_of_anything_but_a_file_of_the_package_is_refused(String specifier, String why) {
        String app = "import './lib/a.js'; export default () => 1;";
        String quoted = "'" + specifier.replace("\\", "\\\\") + "'";
        assertThatThrownBy(() -> prepare("app.js", app, "lib/a.js", "// a\nimport " + quoted + ";", "lib/b.js", ""))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ARGUMENT))
                .hasMessageStartingWith("lib/a.js")
                .hasMessageContaining("Cannot import '" + specifier + "' from lib/a.js: " + why);
        assertThat(outputOf(run(
                        "app.js",
                        "import late from './lib/a.js'; export default () => late();",
                        "lib/a.js",
                        "export default () => import(" + quoted
                                + ").catch((e) => [e instanceof TypeError, e.name, e.message]);",
                        "lib/b.js",
                        "")))
                .startsWith("[true,\"TypeError\",\"Cannot import '")
                .contains(why);
    }

    @Test
    void a_refused_import_is_named_with_its_place() {
        assertThatThrownBy(() -> prepare(
                        "app.js",
                        "import { a } from './lib/a.js';\nexport default () => a;",
                        "lib/a.js",
                        "export const a = 1;\nexport {\n  b,\n} from './b';\n",
                        "lib/b.js",
                        "export const b = 1;"))
                .hasMessage(
                        "lib/a.js:4:8: Cannot import './b' from lib/a.js: the ending is part of the name, write .js");
    }

    @Test
    void an_import_of_what_is_not_exported_is_named_with_its_place() {
        assertThatThrownBy(() -> prepare(
                        "app.js",
                                "import { a } from './lib/a.js';\n\n  import { nope } from './lib/a.js';\nexport default a;",
                        "lib/a.js", "export const a = 1;"))
                .hasMessage("app.js:3:24: SyntaxError: Could not find export 'nope' in module 'lib/a.js'");
        assertThatThrownBy(() -> prepare("app.js", "import a from './a.js'; export default a;", "a.js", "export {};"))
                .hasMessageStartingWith("app.js:1:15: SyntaxError");
    }

    @Test
    void a_file_that_nothing_imports_is_checked_too() {
        assertThatThrownBy(() -> prepare("app.js", "export default () => 1;", "late.js", "\nimport 'fs';"))
                .hasMessageStartingWith("late.js:2:8: ");
        assertThatThrownBy(() -> prepare("app.js", "export default () => 1;", "late.js", "\n\n  let = ;"))
                .hasMessageStartingWith("late.js:3:")
                .hasMessageContaining("SyntaxError");
    }

    @Test
    void preparing_evaluates_no_file() {
        assertThat(prepare(
                        "app.js", "import './a.js'; while (true); export default 1;",
                        "a.js", "import './b.js'; await null; while (true);",
                        "b.js", "while (true);"))
                .isNotNull();
    }

    @Test
    void a_name_of_any_length_is_refused_without_being_looked_at() {
        assertThat(outputOf(guest().body("return import('./' + 'x'.repeat(1e6)).catch((e) => e.message)")))
                .isEqualTo("\"Cannot import '…' from app.js: a path has at most 1024 bytes\"");
        assertThat(outputOf(guest().body("return import('./' + 'x'.repeat(1021) + '.js').catch((e) => e.message)")))
                .contains("a path has at most 1024 bytes");
        assertThat(outputOf(guest().body("return import('./' + 'x'.repeat(1000) + '.js').catch((e) => e.message)")))
                .contains("the package has no file xxxx");
    }

    @Test
    void a_specifier_is_no_format_and_no_pointer() {
        assertThat(outputOf(guest().body("return import('./%s%n%x\\u0000.js').catch((e) => e.message)")))
                .isEqualTo("\"Cannot import './%s%n%x' from app.js: the package has no file %s%n%x\"");
        assertThat(outputOf(guest().body("return import('./\\ud800').catch((e) => e.message)")))
                .contains("the package has no file");
    }

    @Test
    void an_import_by_type_is_refused() {
        assertThat(outputOf(
                        guest().body("return import('./app.js', { with: { type: 'json' } }).catch((e) => e.message)")))
                .contains("app.js by type");
        assertThatThrownBy(() -> prepare(
                        "app.js", "import data from './data.json' with { type: 'json' }; export default () => data;"))
                .hasMessageStartingWith("app.js:1:18: Cannot import './data.json' from app.js: JSON is not imported");
    }

    @Test
    void code_made_at_run_time_imports_from_the_top_of_the_package() {
        assertThat(outputOf(run("app.js", """
                        export default async () => [
                          (await (0, eval)("import('./a.js')")).a,
                          (await new Function("return import('./a.js')")()).a,
                          await new Function("return import('../a.js')")().catch((e) => e.message),
                        ];
                        """, "a.js", "export const a = 1;")))
                .startsWith("[1,1,\"Cannot import '../a.js' from <input>: it leads out of the package");
    }

    @Test
    void a_dynamic_import_that_nobody_waits_for_fails_the_run() {
        assertThat(failureOf(guest().body("import('fs'); return 1;")).message())
                .startsWith("TypeError: Cannot import 'fs' from app.js");
    }

    // Where it happened.

    @Test
    void what_a_file_throws_is_placed_in_it() {
        RunOutcome.Failed failed = failureOf(run(
                "app.js",
                "import { f } from './lib/util.js';\nexport default () => f();",
                "lib/util.js",
                "export function f(none) {\n\n  return none.x;\n}"));
        assertThat(failed.where()).hasValueSatisfying(where -> assertThat(where).startsWith("lib/util.js:3:"));
    }

    @Test
    void what_a_file_throws_while_it_is_evaluated_is_placed_in_it() {
        RunOutcome.Failed failed = failureOf(run(
                "app.js",
                "import './lib/util.js';\nexport default () => 1;",
                "lib/util.js",
                "await null;\nthrow new Error('early');"));
        assertThat(failed.message()).isEqualTo("Error: early");
        assertThat(failed.where()).hasValueSatisfying(where -> assertThat(where).startsWith("lib/util.js:2:"));
    }

    @Test
    void a_rejection_that_nobody_handles_is_placed_in_its_file() {
        RunOutcome.Failed failed = failureOf(run(
                "app.js",
                "import { later } from './lib/util.js';\nexport default () => { later(); return 1; };",
                "lib/util.js",
                "export async function later() {\n  throw new TypeError('late');\n}"));
        assertThat(failed.where()).hasValueSatisfying(where -> assertThat(where).startsWith("lib/util.js:2:"));
    }

    @Test
    void an_output_that_is_no_json_still_fails() {
        assertThat(failureOf(run(
                                "app.js",
                                "import { big } from './a.js'; export default () => ({ big });",
                                "a.js",
                                "export const big = 1n;"))
                        .cause())
                .isEqualTo(RunOutcome.Cause.BAD_OUTPUT);
    }

    // What is refused when it is prepared.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export const run = () => 1",
                "export function main() {}",
                "const a = 1;",
                "export * from './main.js'"
            })
    void an_app_without_a_default_export_is_refused_before_it_ever_runs(String source) {
        assertThatThrownBy(() -> prepare("app.js", source, "main.js", "export default () => 1"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reason())
                                .isEqualTo("app.js: The file has no default export, expected "
                                        + "`export default async function (context) { … }`"));
        assertThat(outputOf(run("app.js", "export { default } from './main.js'", "main.js", "export default () => 1")))
                .isEqualTo("1");
    }

    @Test
    void source_that_takes_long_to_compile_is_refused_in_time() {
        StringBuilder names = new StringBuilder("export default () => 1;");
        for (int i = 0; i < 3_000; i++) {
            names.append("let n").append(i).append(" = 1;");
        }
        Limits hurried = Limits.defaults().with(Limit.SANDBOX_SOURCE_MILLIS, 1);
        assertThatThrownBy(() -> new Sandbox(hurried, Guests.TIMER).prepare(new GuestCode.JavaScript(names.toString())))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.LIMIT);
                    assertThat(refusal.reason())
                            .contains("seconds to compile")
                            .contains("not in ten thousands of names");
                });
        assertThat(prepare("app.js", names.toString())).isNotNull();
    }
}
