package ai.ekaya.sandbox.split;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What each plain instruction takes from the stack and leaves on it, by type: {@code i} is i32, {@code l} is i64, {@code f} is f32,
 * {@code d} is f64. What depends on an index (locals, globals, calls, tables) is {@link FunctionScan}'s.
 */
final class Signatures {
    private static final Signature[] PLAIN = new Signature[256];
    private static final Signature[] PREFIXED = new Signature[18];

    /** Both in the order in which they stand on the stack. */
    record Signature(ValueType[] pops, ValueType[] pushes) {}

    static {
        loadsAndStores();
        plain(0x01, 0x01, ":");
        plain(0x3F, 0x3F, ":i");
        plain(0x40, 0x40, "i:i");
        plain(0x41, 0x41, ":i");
        plain(0x42, 0x42, ":l");
        plain(0x43, 0x43, ":f");
        plain(0x44, 0x44, ":d");
        comparisonsAndArithmetic();
        conversions();
        prefixed(0, 1, "f:i");
        prefixed(2, 3, "d:i");
        prefixed(4, 5, "f:l");
        prefixed(6, 7, "d:l");
        for (int bulk : new int[] {8, 10, 11, 12, 14}) {
            prefixed(bulk, bulk, "iii:");
        }
        prefixed(9, 9, ":");
        prefixed(13, 13, ":");
        prefixed(16, 16, ":i");
    }

    private Signatures() {}

    private static void loadsAndStores() {
        plain(0x28, 0x28, "i:i");
        plain(0x29, 0x29, "i:l");
        plain(0x2A, 0x2A, "i:f");
        plain(0x2B, 0x2B, "i:d");
        plain(0x2C, 0x2F, "i:i");
        plain(0x30, 0x35, "i:l");
        plain(0x36, 0x36, "ii:");
        plain(0x37, 0x37, "il:");
        plain(0x38, 0x38, "if:");
        plain(0x39, 0x39, "id:");
        plain(0x3A, 0x3B, "ii:");
        plain(0x3C, 0x3E, "il:");
    }

    private static void comparisonsAndArithmetic() {
        plain(0x45, 0x45, "i:i");
        plain(0x46, 0x4F, "ii:i");
        plain(0x50, 0x50, "l:i");
        plain(0x51, 0x5A, "ll:i");
        plain(0x5B, 0x60, "ff:i");
        plain(0x61, 0x66, "dd:i");
        plain(0x67, 0x69, "i:i");
        plain(0x6A, 0x78, "ii:i");
        plain(0x79, 0x7B, "l:l");
        plain(0x7C, 0x8A, "ll:l");
        plain(0x8B, 0x91, "f:f");
        plain(0x92, 0x98, "ff:f");
        plain(0x99, 0x9F, "d:d");
        plain(0xA0, 0xA6, "dd:d");
    }

    private static void conversions() {
        plain(0xA7, 0xA7, "l:i");
        plain(0xA8, 0xA9, "f:i");
        plain(0xAA, 0xAB, "d:i");
        plain(0xAC, 0xAD, "i:l");
        plain(0xAE, 0xAF, "f:l");
        plain(0xB0, 0xB1, "d:l");
        plain(0xB2, 0xB3, "i:f");
        plain(0xB4, 0xB5, "l:f");
        plain(0xB6, 0xB6, "d:f");
        plain(0xB7, 0xB8, "i:d");
        plain(0xB9, 0xBA, "l:d");
        plain(0xBB, 0xBB, "f:d");
        plain(0xBC, 0xBC, "f:i");
        plain(0xBD, 0xBD, "d:l");
        plain(0xBE, 0xBE, "i:f");
        plain(0xBF, 0xBF, "l:d");
        plain(0xC0, 0xC1, "i:i");
        plain(0xC2, 0xC4, "l:l");
    }

    /** @return null for an instruction whose types depend on an index */
    static @Nullable Signature plain(int opcode) {
        return PLAIN[opcode];
    }

    /** @param second below 18 */
    static @Nullable Signature prefixed(int second) {
        return PREFIXED[second];
    }

    private static void plain(int first, int last, String signature) {
        Arrays.fill(PLAIN, first, last + 1, parsed(signature));
    }

    private static void prefixed(int first, int last, String signature) {
        Arrays.fill(PREFIXED, first, last + 1, parsed(signature));
    }

    private static Signature parsed(String signature) {
        int colon = signature.indexOf(':');
        return new Signature(types(signature.substring(0, colon)), types(signature.substring(colon + 1)));
    }

    private static ValueType[] types(String letters) {
        return letters.chars().mapToObj(Signatures::type).toArray(ValueType[]::new);
    }

    private static ValueType type(int letter) {
        return switch (letter) {
            case 'i' -> ValueType.I32;
            case 'l' -> ValueType.I64;
            case 'f' -> ValueType.F32;
            default -> ValueType.F64;
        };
    }
}
