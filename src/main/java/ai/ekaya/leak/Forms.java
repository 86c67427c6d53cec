package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** The forms in which a value is looked for. Each is given as the letters that must follow one another; what may lie between is the alphabet's to say. */
final class Forms {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int PIECE_BYTES = 48;
    private static final int PIECES_MAX = 16;
    private static final int PART_SYMBOLS = 12;

    /** So of any 16 letters in a row that look random, twelve are one of the parts. */
    private static final int PART_STEP = 5;

    private static final int PART_CHANGES_LEAST = 5;
    private static final int PART_DISTINCT_LEAST = 7;

    private final BiConsumer<byte[], Encoding> each;

    /** @param each told of every form */
    Forms(BiConsumer<byte[], Encoding> each) {
        this.each = each;
    }

    /** Of a long value pieces stand for the whole, evenly taken; those that look random if there are any. */
    static List<byte[]> pieces(byte[] value) {
        if (value.length <= 2 * PIECE_BYTES) {
            return List.of(value);
        }
        int count = Math.min(PIECES_MAX, value.length / PIECE_BYTES);
        List<byte[]> pieces = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) (value.length - PIECE_BYTES) * i / (count - 1));
            pieces.add(java.util.Arrays.copyOfRange(value, from, from + PIECE_BYTES));
        }
        // Of a file with a key in it, what is no key may stand in any text.
        List<byte[]> random = pieces.stream()
                .filter(piece -> Strength.looksRandom(new String(piece, UTF_8)))
                .toList();
        return random.isEmpty() ? pieces : random;
    }

    /** Stretches that look random, each as good as the whole. */
    void parts(String value) {
        StringBuilder letters = new StringBuilder();
        value.chars().filter(c -> c < 0x80 && Alphabet.FOLDED.symbol(c) != 0).forEach(c -> letters.append((char) c));
        for (int from = 0; from + PART_SYMBOLS < letters.length(); from += PART_STEP) {
            String part = letters.substring(from, from + PART_SYMBOLS);
            if (isRandom(part)) {
                each.accept(part.getBytes(ISO_8859_1), Encoding.PART);
            }
        }
    }

    private static boolean isRandom(String part) {
        int changes = 0;
        for (int i = 1; i < part.length(); i++) {
            changes += kind(part.charAt(i)) == kind(part.charAt(i - 1)) ? 0 : 1;
        }
        return changes >= PART_CHANGES_LEAST && part.chars().distinct().count() >= PART_DISTINCT_LEAST;
    }

    private static int kind(char c) {
        return Character.isDigit(c) ? 1 : Character.isUpperCase(c) ? 2 : 3;
    }

    void all(byte[] value) {
        String text = new String(value, UTF_8);
        byte[] reversed = new StringBuilder(text).reverse().toString().getBytes(UTF_8);
        each.accept(value, Encoding.PLAIN);
        each.accept(text.toLowerCase(Locale.ROOT).getBytes(UTF_8), Encoding.PLAIN);
        each.accept(text.toUpperCase(Locale.ROOT).getBytes(UTF_8), Encoding.PLAIN);
        each.accept(reversed, Encoding.REVERSED);
        each.accept(rot13(value), Encoding.ROT13);
        each.accept(codes(value, 10, 1), Encoding.CODES);
        each.accept(codes(value, 10, 3), Encoding.CODES);
        each.accept(codes(value, 8, 3), Encoding.CODES);
        base64(value);
        hex(value);
        base64(reversed, Encoding.BASE64_TWICE);
        each.accept(text(HexFormat.of().formatHex(reversed)), Encoding.HEX_TWICE);
        for (byte[] other : otherForms(value)) {
            base64(other, Encoding.BASE64_TWICE);
            hexOnly(other);
        }
        for (int before = 0; before < 5; before++) {
            each.accept(base32(value, before), Encoding.BASE32);
        }
    }

    /** What people do to a text before they encode it. */
    private static List<byte[]> otherForms(byte[] value) {
        String text = new String(value, UTF_8);
        List<byte[]> forms = new ArrayList<>();
        addOther(forms, value, text.toLowerCase(Locale.ROOT).getBytes(UTF_8));
        addOther(forms, value, text.toUpperCase(Locale.ROOT).getBytes(UTF_8));
        addOther(forms, value, text.replace("\\", "\\\\").replace("\"", "\\\"").getBytes(UTF_8));
        addOther(forms, value, java.net.URLEncoder.encode(text, UTF_8).getBytes(UTF_8));
        forms.add(text.getBytes(UTF_16LE));
        forms.add(text.getBytes(UTF_16BE));
        String hex = HexFormat.of().formatHex(value);
        forms.add(text(hex));
        forms.add(text(hex.toUpperCase(Locale.ROOT)));
        forms.add(text("%" + HexFormat.ofDelimiter("%").withUpperCase().formatHex(value)));
        forms.add(text("%" + HexFormat.ofDelimiter("%").formatHex(value)));
        for (int before = 0; before < 3; before++) {
            byte[] inner = base64(value, before, Base64.getEncoder());
            forms.add(inner);
            addOther(forms, inner, base64(value, before, Base64.getUrlEncoder()));
        }
        return forms;
    }

    private static void addOther(List<byte[]> forms, byte[] known, byte[] other) {
        if (!java.util.Arrays.equals(known, other)) {
            forms.add(other);
        }
    }

    private void base64(byte[] value) {
        for (int before = 0; before < 3; before++) {
            byte[] standard = base64(value, before, Base64.getEncoder());
            byte[] urlSafe = base64(value, before, Base64.getUrlEncoder());
            each.accept(standard, Encoding.BASE64);
            each.accept(urlSafe, Encoding.BASE64);
            each.accept(reversed(standard), Encoding.BASE64_REVERSED);
            each.accept(reversed(urlSafe), Encoding.BASE64_REVERSED);
        }
    }

    private void base64(byte[] value, Encoding encoding) {
        for (int before = 0; before < 3; before++) {
            each.accept(base64(value, before, Base64.getEncoder()), encoding);
            each.accept(base64(value, before, Base64.getUrlEncoder()), encoding);
        }
    }

    /** Of the value behind so many unknown bytes and before others: the characters that depend on it alone. */
    private static byte[] base64(byte[] value, int before, Base64.Encoder encoder) {
        byte[] padded = new byte[before + value.length];
        System.arraycopy(value, 0, padded, before, value.length);
        byte[] all = encoder.withoutPadding().encode(padded);
        return java.util.Arrays.copyOfRange(all, (before * 8 + 5) / 6, padded.length * 8 / 6);
    }

    private void hex(byte[] value) {
        for (HexFormat format : List.of(HexFormat.of(), HexFormat.of().withUpperCase())) {
            String plain = format.formatHex(value);
            each.accept(text(plain), Encoding.HEX);
            each.accept(reversed(text(plain)), Encoding.HEX);
            for (String between : List.of(" ", ":", "-", "x", "0x", "\\x", " 0x", ", 0x", ",0x")) {
                each.accept(text(format.withDelimiter(between).formatHex(value)), Encoding.HEX);
            }
        }
    }

    private void hexOnly(byte[] other) {
        each.accept(text(HexFormat.of().formatHex(other)), Encoding.HEX_TWICE);
        each.accept(text(HexFormat.of().withUpperCase().formatHex(other)), Encoding.HEX_TWICE);
    }

    private static byte[] base32(byte[] value, int before) {
        StringBuilder characters = new StringBuilder();
        int bits = before * 8;
        int skipped = (bits + 4) / 5;
        long pending = 0;
        int held = 0;
        int index = 0;
        for (int i = -before; i < value.length; i++) {
            pending = (pending << 8 | (i < 0 ? 0 : value[i] & 0xff)) & 0xffffff;
            held += 8;
            while (held >= 5) {
                held -= 5;
                if (index++ >= skipped) {
                    characters.append(BASE32.charAt((int) (pending >>> held) & 31));
                }
            }
        }
        return text(characters.toString());
    }

    private static byte[] codes(byte[] value, int radix, int digits) {
        StringBuilder codes = new StringBuilder();
        for (byte octet : value) {
            String code = Integer.toString(octet & 0xff, radix);
            codes.append("0".repeat(Math.max(0, digits - code.length()))).append(code);
        }
        return text(codes.toString());
    }

    private static byte[] rot13(byte[] value) {
        byte[] turned = value.clone();
        for (int i = 0; i < turned.length; i++) {
            int lower = turned[i] | 0x20;
            if (lower >= 'a' && lower <= 'z') {
                turned[i] += (byte) (lower < 'n' ? 13 : -13);
            }
        }
        return turned;
    }

    private static byte[] reversed(byte[] value) {
        byte[] reversed = new byte[value.length];
        for (int i = 0; i < value.length; i++) {
            reversed[i] = value[value.length - 1 - i];
        }
        return reversed;
    }

    private static byte[] text(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
