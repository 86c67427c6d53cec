package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.Guests.guest;
import static ai.ekaya.sandbox.Guests.outputOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsGuestTest {
    @Test
    void returns_what_the_function_returns() {
        assertThat(outputOf(guest().input("{\"a\":2}").body("return { b: input.a + 1, kind: trigger.kind };")))
                .isEqualTo("{\"b\":3,\"kind\":\"manual\"}");
    }

    @Test
    void try_things() {
        for (String body : new String[] {
            "while(true){}",
            "new Array(1e9).fill(0)",
            "new Uint8Array(1e9)",
            "let s='x'; while(true) s+=s",
            "const a=[]; while(true) a.push({a:1})",
            "function f(){f()} f()",
            "throw new Error('boom')",
            "await new Promise(()=>{})",
            "Promise.reject(new Error('lost'))",
            "return await host.db.query('select 1')",
            "return [Math.random(), Date.now(), new Date().toString(), crypto.randomUUID()]",
            "return {a:[1,NaN]}",
            "console.log('hi', {a:1}); return 1",
            "await import('x.js')"
        }) {
            long t = System.nanoTime();
            var g = guest().timeout(2000);
            System.out.println(
                    body + " -> " + g.body(body) + " " + (System.nanoTime() - t) / 1000000 + "ms " + g.calls());
        }
        try {
            System.out.println(guest().js("export default function( {"));
        } catch (Exception e) {
            System.out.println(e);
        }
        System.out.println(guest().js("import x from 'fs'; export default function() { return x }"));
        System.out.println(guest().js("export default 3"));
    }
}
