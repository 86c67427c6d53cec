// Control flow and exceptions.
//# labels
const out = []; outer: for (let i = 0; i < 4; i++) { for (let j = 0; j < 4; j++) { if (j === 2) continue outer; if (i === 3) break outer; out.push(i * 10 + j); } } out
//# labelled blocks
let s = ''; a: { s += '1'; b: { s += '2'; if (s) break a; } s += '3'; } s
//# switch
const f = (x) => { switch (x) { case 1: return 'one'; case '1': return 'text'; case 2: case 3: x = 'few'; break; default: x = 'many'; case 99: x += '!'; } return x; }; [f(1), f('1'), f(2), f(3), f(4), f(99), f(NaN)]
//# default in the middle
const f = (x) => { let r = ''; switch (x) { case 1: r += 'a'; default: r += 'd'; case 2: r += 'b'; } return r; }; [f(1), f(2), f(3)]
//# switch with let
switch (1) { case 0: let x = 1; break; case 1: x = 2; }
//# large switch
const f = (x) => { switch (x) { case 0: return 'a'; case 1: return 'b'; case 2: return 'c'; case 3: return 'd'; case 4: return 'e'; case 5: return 'f'; case 6: return 'g'; case 7: return 'h'; case 8: return 'i'; case 9: return 'j'; case 10: return 'k'; case 11: return 'l'; case 12: return 'm'; case 13: return 'n'; case 14: return 'o'; case 15: return 'p'; default: return '-'; } }; Array.from({ length: 18 }, (_, i) => f(i - 1)).join('')
//# loops
let a = 0, b = 0, c = 0; while (a < 10) a += 3; do { b++; } while (b < 5); for (;;) { if (++c > 7) break; } [a, b, c]
//# for with comma
let r = []; for (let i = 0, j = 10; i < j; i += 3, j--) r.push([i, j]); r
//# continue in do-while
let i = 0, n = 0; do { if (i % 2) continue; n++; } while (++i < 10); [i, n]
//# try, catch, finally
const log = []; const f = (x) => { try { log.push('t'); if (x) throw x; return 'r'; } catch (e) { log.push('c' + e); return 'c'; } finally { log.push('f'); } }; [f(0), f(1), log]
//# finally that overrides
const f = () => { try { throw 1; } finally { return 2; } }; const g = () => { for (;;) { try { return 1; } finally { break; } } return 3; }; const h = () => { l: try { return 1; } finally { break l; } return 4; }; [f(), g(), h()]
//# nested finally
const log = []; try { try { try { throw 'x'; } finally { log.push(1); } } finally { log.push(2); throw 'y'; } } catch (e) { log.push(e); } log
//# finally in loops
const log = []; for (let i = 0; i < 3; i++) { try { if (i === 1) continue; log.push(i); } finally { log.push('f' + i); } } log
//# return value kept over finally
const f = () => { let x = 1; try { return x; } finally { x = 2; } }; f()
//# catch without binding, with destructuring
let r = []; try { throw 1; } catch { r.push('c'); } try { throw { a: 1, b: [2] }; } catch ({ a, b: [c] }) { r.push(a, c); } r
//# rethrown
try { try { null.x; } catch (e) { throw new Error('outer', { cause: e }); } } catch (e) { [e.message, e.cause.name] }
//# thrown things that are no errors
[1, 'a', null, undefined, { x: 1 }, Symbol.for('s')].map((x) => { try { throw x; } catch (e) { return e; } })
//# uncaught object
throw { code: 5 }
//# uncaught text
throw 'plain'
//# error classes
[Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError].map((E) => { const e = new E('m'); return [String(e), e.name, e instanceof Error, Object.keys(e), E.length] })
//# error without new and with cause
const e = Error('m', { cause: 0 }); [e.message, e.cause, 'cause' in Error('x'), Object.prototype.toString.call(e), Error.prototype.toString.call({ name: 'N', message: 'M' })]
//# stacks
const e = (function inner() { return new Error('s'); })(); [typeof e.stack, e.stack.includes('inner'), e.stack.includes('snippet.js')]
//# conditional operator chains
[0, 5, 15, 25].map((x) => x < 1 ? 'none' : x < 10 ? 'few' : x < 20 ? 'some' : 'many')
//# break out of nested loops with finally
const log = []; o: for (const a of [1, 2]) { for (const b of [1, 2]) { try { if (b === 2) continue o; log.push([a, b]); } finally { log.push('f'); } } } log
//# completion values
[eval('1; if (false) 2;'), eval('do { 3; break; } while (0)'), eval('l: { 4; break l; }'), eval('for (var i = 0; i < 2; i++) i;'), eval('switch (1) { case 1: 7; }'), eval('try { 8 } finally { 9 }')]
//# collatz
const steps = (n) => { let k = 0; while (n !== 1) { n = n % 2 ? 3 * n + 1 : n / 2; k++; } return k; }; [1, 7, 27, 97].map(steps)
//# gcd and lcm
const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a; }; [gcd(48, 36), gcd(17, 5), 21 * 6 / gcd(21, 6)]
//# binary search
const f = (a, x) => { let l = 0, h = a.length - 1; while (l <= h) { const m = (l + h) >> 1; if (a[m] === x) return m; a[m] < x ? l = m + 1 : h = m - 1; } return ~l; }; const a = [1, 3, 5, 7, 9, 11]; [1, 11, 6, 0, 20].map((x) => f(a, x))
//# queens
const q = (n) => { let c = 0; const go = (r, cols, d1, d2) => { if (r === n) { c++; return; } for (let i = 0; i < n; i++) { const a = 1 << i, b = 1 << (r + i), d = 1 << (r - i + n); if (!(cols & a || d1 & b || d2 & d)) go(r + 1, cols | a, d1 | b, d2 | d); } }; go(0, 0, 0, 0); return c; }; q(6)
//# brainfuck
const bf = (p) => { const t = new Uint8Array(99); let i = 0, c = 0, o = ''; while (i < p.length) { const x = p[i]; if (x === '>') c++; else if (x === '<') c--; else if (x === '+') t[c]++; else if (x === '-') t[c]--; else if (x === '.') o += String.fromCharCode(t[c]); else if (x === '[' && !t[c]) { for (let d = 1; d;) { i++; d += p[i] === '[' ? 1 : p[i] === ']' ? -1 : 0; } } else if (x === ']' && t[c]) { for (let d = 1; d;) { i--; d -= p[i] === '[' ? 1 : p[i] === ']' ? -1 : 0; } } i++; } return o; }; bf('++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.')
//# game of life
let g = ['.....', '..#..', '..#..', '..#..', '.....']; const next = (g) => g.map((r, y) => [...r].map((c, x) => { let n = 0; for (let a = -1; a < 2; a++) for (let b = -1; b < 2; b++) if ((a || b) && g[y + a]?.[x + b] === '#') n++; return n === 3 || (n === 2 && c === '#') ? '#' : '.'; }).join('')); [next(g), next(next(g))]
//# calculator
const calc = (s) => { const t = s.match(/\d+(\.\d+)?|[-+*\/()]/g); let i = 0; const atom = () => t[i] === '(' ? (i++, ((v) => (i++, v))(sum())) : t[i] === '-' ? (i++, -atom()) : +t[i++]; const prod = () => { let v = atom(); while (t[i] === '*' || t[i] === '/') v = t[i++] === '*' ? v * atom() : v / atom(); return v; }; const sum = () => { let v = prod(); while (t[i] === '+' || t[i] === '-') v = t[i++] === '+' ? v + prod() : v - prod(); return v; }; return sum(); }; [calc('1+2*3'), calc('(1+2)*3-4/2'), calc('-(2.5*2)+10')]
//# debugger statement and empty statements
debugger;;; if (1); else; [1]
//# comma in for and void loops
let n = 0; for (var i = 0, k = [1, 2, 3]; i < k.length; n += k[i++]); n
//# unreachable code
(() => { return 1; function later() { return 2; } var x = later(); return x; })()
//# exceptions through many frames
const f = (n) => { if (n === 0) throw new Error('deep'); try { f(n - 1); } finally { c++; } }; let c = 0; try { f(60); } catch (e) { c += '|' + e.message; } c
