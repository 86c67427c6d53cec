package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A module of random functions over all of structured control flow. Each ends: loops and calls use up fuel, which is global 0.
 * Floats are only computed with, never looked at as bits, as their NaNs may differ.
 */
final class RandomModule {
    private static final int FUNCTIONS = 4;
    private static final String LOCALS = "iiiillffdd";
    private static final int FUEL = 300;

    private final SplittableRandom random;
    private final TestModule module = TestModule.module();
    private final List<String> signatures = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private String locals = "";
    private String results = "";
    private int left;

    /** @param carries the types that a jump to it takes along */
    private record Label(String carries) {}

    private RandomModule(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Some 35 KB. */
    static byte[] of(long seed) {
        return new RandomModule(seed).module(400);
    }

    /** Some 4 KB. */
    static byte[] small(long seed) {
        return new RandomModule(seed).module(30);
    }

    private byte[] module(int statements) {
        signatures.add("i:i");
        for (int i = 1; i < FUNCTIONS; i++) {
            String signature = pick("ilfd:i", "ii:l", "id:", "li:f", "f:d", "i:ii");
            function(signature, statements / 3 + random.nextInt(statements / 2));
        }
        function("i:i", statements + random.nextInt(2 * statements));
        return module.bytes();
    }

    private String pick(String... options) {
        return options[random.nextInt(options.length)];
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private void function(String signature, int statements) {
        int colon = signature.indexOf(':');
        String parameters = signature.substring(0, colon);
        results = signature.substring(colon + 1);
        locals = parameters + LOCALS;
        left = statements;
        labels.clear();
        labels.add(new Label(results));
        boolean outermost = signatures.size() == FUNCTIONS;
        ByteWriter code = new ByteWriter();
        if (outermost) {
            code.bytes(Code.code(Code.i32(FUEL), Code.globalSet(0)));
        }
        code.bytes(Code.code(fuel(), Code.then(values(results, 1), Code.ret())));
        while (left > 0) {
            code.bytes(sequence(0, 4 + random.nextInt(10)));
        }
        module.function(signature, LOCALS, code.toBytes(), values(results, 3));
        signatures.add(signature);
    }

    /** Uses some up; leaves 1 when it was all gone. */
    private static byte[] fuel() {
        return Code.code(
                Code.globalGet(0),
                Code.I32_EQZ,
                Code.globalGet(0),
                Code.globalGet(0),
                Code.i32(0),
                0x47,
                Code.I32_SUB,
                Code.globalSet(0));
    }

    private byte[] sequence(int depth, int count) {
        ByteWriter code = new ByteWriter();
        for (int i = 0; i < count; i++) {
            code.bytes(statement(depth));
        }
        return code.toBytes();
    }

    private byte[] inside(String carries, int depth) {
        labels.add(new Label(carries));
        byte[] body = sequence(depth + 1, 1 + random.nextInt(depth < 3 ? 7 : 3));
        return body;
    }

    private void leave() {
        labels.removeLast();
    }

    private byte[] statement(int depth) {
        left--;
        if (left < 0 || depth > 8) {
            return assign();
        }
        int kind = random.nextInt(100);
        if (kind < 38) {
            return assign();
        }
        if (kind < 44) {
            return Code.code(address(), values("i", 2), Code.memory(0x36));
        }
        if (kind < 47) {
            return Code.code(values("l", 2), Code.globalSet(1));
        }
        if (kind < 55) {
            byte[] body = inside("", depth);
            leave();
            return Code.block(body);
        }
        if (kind < 60) {
            return blockWithResult(depth);
        }
        if (kind < 67) {
            return loop(depth);
        }
        if (kind < 75) {
            return condition(depth);
        }
        if (kind < 83) {
            return jumpIf();
        }
        if (kind < 86) {
            return Code.code(values("i", 2), Code.then(jump(1)));
        }
        if (kind < 89) {
            return Code.code(values("i", 2), Code.then(table(1)));
        }
        if (kind < 91) {
            return Code.code(values("i", 2), Code.then(values(results, 2), Code.ret()));
        }
        if (kind < 93) {
            return Code.code(values("i", 1), values("i", 1), Code.I32_DIV_S, Code.set(local('i')));
        }
        if (kind < 98) {
            return call();
        }
        return depth < 3 ? switchOf(depth) : assign();
    }

    private byte[] assign() {
        char type = TestModule.GLOBAL_TYPES.charAt(chance(60) ? 0 : random.nextInt(4));
        int local = local(type);
        byte[] value = values(String.valueOf(type), 3);
        return chance(20) ? Code.code(value, Code.tee(local), Code.DROP) : Code.code(value, Code.set(local));
    }

    private byte[] blockWithResult(int depth) {
        char type = TestModule.GLOBAL_TYPES.charAt(random.nextInt(4));
        byte[] body = inside(String.valueOf(type), depth);
        byte[] result = values(String.valueOf(type), 2);
        leave();
        if (chance(30)) {
            byte[] otherwise = inside(String.valueOf(type), depth);
            byte[] other = values(String.valueOf(type), 2);
            leave();
            return Code.code(
                    values("i", 1),
                    Code.thenElseOf(type, Code.code(body, result), Code.code(otherwise, other)),
                    Code.set(local(type)));
        }
        return Code.code(Code.blockOf(type, body, result), Code.set(local(type)));
    }

    private byte[] loop(int depth) {
        labels.add(new Label(""));
        byte[] body = Code.code(inside("", depth));
        leave();
        leave();
        // Depth 0 in the block is the block, 1 the loop: the generated jumps know both as labels that carry nothing.
        return Code.loop(Code.block(
                fuel(),
                Code.then(values(results, 1), Code.ret()),
                body,
                values("i", 1),
                Code.brIf(chance(50) ? 1 : 0)));
    }

    private byte[] condition(int depth) {
        byte[] body = inside("", depth);
        byte[] otherwise = sequence(depth + 1, random.nextInt(4));
        leave();
        return Code.code(values("i", 2), chance(60) ? Code.thenElse(body, otherwise) : Code.then(body));
    }

    private byte[] jumpIf() {
        int depth = random.nextInt(labels.size());
        String carries = labels.get(labels.size() - 1 - depth).carries();
        return Code.code(values(carries, 2), values("i", 2), Code.brIf(depth), drops(carries));
    }

    /** @param shift blocks around it that are no labels of ours */
    private byte[] jump(int shift) {
        int depth = random.nextInt(labels.size());
        return Code.code(values(labels.get(labels.size() - 1 - depth).carries(), 2), Code.br(depth + shift));
    }

    private byte[] table(int shift) {
        int wanted = random.nextInt(labels.size());
        String carries = labels.get(wanted).carries();
        List<Integer> depths = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).carries().equals(carries)) {
                depths.add(labels.size() - 1 - i + shift);
            }
        }
        int[] targets = new int[1 + random.nextInt(6)];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = depths.get(random.nextInt(depths.size()));
        }
        return Code.code(values(carries, 2), values("i", 2), Code.i32(7), Code.I32_AND, Code.brTable(targets));
    }

    private static byte[] drops(String types) {
        ByteWriter code = new ByteWriter();
        types.chars().forEach(type -> code.oneByte(Code.DROP));
        return code.toBytes();
    }

    private byte[] call() {
        int callee = random.nextInt(signatures.size());
        String signature = signatures.get(callee);
        int colon = signature.indexOf(':');
        ByteWriter code =
                new ByteWriter().bytes(values(signature.substring(0, colon), 2)).bytes(Code.call(callee));
        String returned = signature.substring(colon + 1);
        for (int i = returned.length() - 1; i >= 0; i--) {
            code.bytes(Code.set(local(returned.charAt(i))));
        }
        return code.toBytes();
    }

    private byte[] switchOf(int depth) {
        int cases = 12 + random.nextInt(50);
        for (int i = 0; i < cases; i++) {
            labels.add(new Label(""));
        }
        int[] targets = new int[cases + 1 + random.nextInt(4)];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = i < cases ? i : random.nextInt(cases);
        }
        byte[] nest = Code.block(
                sequence(depth + 1, random.nextInt(2)),
                values("i", 1),
                Code.i32(63),
                Code.I32_AND,
                Code.brTable(targets));
        for (int i = 0; i < cases; i++) {
            leave();
            byte[] body = Code.code(sequence(depth + 1, 1 + random.nextInt(3)));
            boolean last = i == cases - 1;
            nest = Code.code(nest, body, chance(70) && !last ? Code.br(cases - 2 - i) : new byte[0]);
            nest = last ? nest : Code.block(nest);
            left += 2;
        }
        return nest;
    }

    private byte[] address() {
        return Code.code(values("i", 1), Code.i32(0xFFF0), Code.I32_AND);
    }

    private int local(char type) {
        while (true) {
            int local = random.nextInt(locals.length());
            if (locals.charAt(local) == type) {
                return local;
            }
        }
    }

    private byte[] values(String types, int depth) {
        ByteWriter code = new ByteWriter();
        types.chars().forEach(type -> code.bytes(value((char) type, depth)));
        return code.toBytes();
    }

    private byte[] value(char type, int depth) {
        if (depth == 0 || chance(30)) {
            return chance(70) ? Code.get(local(type)) : constant(type);
        }
        if (chance(8)) {
            return Code.code(
                    values(String.valueOf(type), 1), values(String.valueOf(type), 1), values("i", 1), Code.SELECT);
        }
        return switch (type) {
            case 'i' ->
                switch (random.nextInt(6)) {
                    case 0 -> Code.code(address(), Code.memory(0x28));
                    case 1 -> Code.code(value('l', depth - 1), 0xA7);
                    case 2 -> Code.code(value('d', depth - 1), value('d', depth - 1), 0x63);
                    case 3 -> Code.code(value('i', depth - 1), Code.I32_EQZ);
                    default -> Code.code(value('i', depth - 1), value('i', depth - 1), 0x6A + random.nextInt(3));
                };
            case 'l' ->
                chance(40)
                        ? Code.code(value('i', depth - 1), 0xAC)
                        : Code.code(value('l', depth - 1), value('l', depth - 1), 0x7C + random.nextInt(3));
            case 'f' ->
                chance(40)
                        ? Code.code(value('i', depth - 1), 0xB2)
                        : Code.code(value('f', depth - 1), value('f', depth - 1), 0x92 + random.nextInt(2));
            default ->
                chance(40)
                        ? Code.code(value('f', depth - 1), 0xBB)
                        : Code.code(value('d', depth - 1), value('d', depth - 1), 0xA0 + random.nextInt(2));
        };
    }

    private byte[] constant(char type) {
        return switch (type) {
            case 'i' -> Code.i32(chance(50) ? random.nextInt(16) : random.nextInt());
            case 'l' -> Code.i64(chance(50) ? random.nextInt(16) : random.nextLong());
            case 'f' -> Code.f32(random.nextInt(1000));
            default -> Code.f64(random.nextInt(1000) / 8.0);
        };
    }
}
