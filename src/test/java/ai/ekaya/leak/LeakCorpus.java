package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Texts with a secret in them and texts without, made at random from a seed. INVARIANT: it encodes with code of its own, by the bits, so
 * that a mistake of the detector's is not its own measure.
 */
final class LeakCorpus {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String ALPHANUMERIC = LETTERS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "0123456789";
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + LETTERS + "0123456789+/";
    private static final String BASE64_URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + LETTERS + "0123456789-_";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String[] WORDS =
            ("the order was shipped to Hamburg on Monday and the invoice follows next week total price of all"
                            + " items customers table column schema changed report summary error retry count average SELECT FROM"
                            + " WHERE GROUP BY")
                    .split(" ");

    private final Random random;

    LeakCorpus(long seed) {
        this.random = new Random(seed);
    }

    // ---- secrets ----

    /** As people's secrets are: generated keys, passwords of managers, hex, UUIDs, connection strings, with a prefix. */
    String secret() {
        return switch (random.nextInt(8)) {
            case 0 -> hex(bytes(16 + random.nextInt(17)));
            case 1 -> "key_" + alphanumeric(24 + random.nextInt(20));
            case 2 -> base64(bytes(24 + random.nextInt(12)), BASE64, "=");
            case 3 -> "postgres://app:" + alphanumeric(20) + "@db" + random.nextInt(9) + ".example.com:5432/orders";
            case 4 -> alphanumeric(6) + "-" + alphanumeric(6) + "-" + alphanumeric(6) + "." + alphanumeric(8);
            case 5 -> "whk-" + hex(bytes(12)) + "_" + alphanumeric(8);
            default -> alphanumeric(20 + random.nextInt(30));
        };
    }

    String alphanumeric(int length) {
        return from(ALPHANUMERIC, length);
    }

    private String from(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    // ---- what hides them ----

    /** By name: from a secret to what leaves. */
    Map<String, Function<String, String>> disguises() {
        Map<String, Function<String, String>> all = new LinkedHashMap<>();
        all.put("plain", this::around);
        all.put("percent full", secret -> around(percent(secret, 1)));
        all.put("percent some", secret -> around(percent(secret, 0.4)));
        all.put("percent twice", secret -> around(percent(percent(secret, 0.7), 0.6)));
        all.put(
                "percent thrice",
                secret -> around(percent(secret, 1).replace("%", "%25").replace("%", "%25")));
        all.put("base64", secret -> around(base64(around(secret).getBytes(UTF_8), BASE64, "=")));
        all.put("base64 url", secret -> around(base64(around(secret).getBytes(UTF_8), BASE64_URL, "")));
        all.put("base64 alone", secret -> base64(secret.getBytes(UTF_8), BASE64, "="));
        all.put(
                "base64 lines",
                secret -> lines(base64(around(secret).getBytes(UTF_8), BASE64, "="), 8 + random.nextInt(60)));
        all.put("base64 spaced", secret -> separated(base64(around(secret).getBytes(UTF_8), BASE64, "="), " "));
        all.put("base64 percent", secret -> percent(base64(around(secret).getBytes(UTF_8), BASE64, "="), 0.3));
        all.put("base64 reversed", secret -> reversed(base64(around(secret).getBytes(UTF_8), BASE64, "=")));
        all.put("base64 of reversed", secret -> base64(around(reversed(secret)).getBytes(UTF_8), BASE64, "="));
        all.put("base64 of base64", secret -> {
            byte[] inner = base64(around(secret).getBytes(UTF_8), BASE64, "=").getBytes(UTF_8);
            return base64(inner, random.nextBoolean() ? BASE64 : BASE64_URL, "=");
        });
        all.put(
                "base64 of hex",
                secret -> base64(around(hex(secret.getBytes(UTF_8))).getBytes(UTF_8), BASE64, "="));
        all.put("base64 of utf16", secret -> base64(around(secret).getBytes(StandardCharsets.UTF_16LE), BASE64, "="));
        all.put(
                "base64 of upper",
                secret -> base64(secret.toUpperCase(java.util.Locale.ROOT).getBytes(UTF_8), BASE64, "="));
        all.put("base32", secret -> around(base32(around(secret).getBytes(UTF_8))));
        all.put("hex", secret -> around(hex(around(secret).getBytes(UTF_8))));
        all.put("hex upper", secret -> hex(secret.getBytes(UTF_8)).toUpperCase(java.util.Locale.ROOT));
        all.put("hex colons", secret -> separatedEvery(hex(secret.getBytes(UTF_8)), 2, ":"));
        all.put("hex spaces", secret -> separatedEvery(hex(secret.getBytes(UTF_8)), 2, " "));
        all.put("hex 0x", secret -> "0x" + separatedEvery(hex(secret.getBytes(UTF_8)), 2, ", 0x"));
        all.put("hex escapes", secret -> "\\x" + separatedEvery(hex(secret.getBytes(UTF_8)), 2, "\\x"));
        all.put(
                "hex of base64",
                secret ->
                        hex(base64(around(secret).getBytes(UTF_8), BASE64, "=").getBytes(UTF_8)));
        all.put("hex of hex", secret -> hex(hex(secret.getBytes(UTF_8)).getBytes(UTF_8)));
        all.put("reversed", secret -> around(reversed(secret)));
        all.put("json escapes", secret -> around(unicode(secret, 1)));
        all.put("json some escapes", secret -> around(unicode(secret, 0.5)));
        all.put("html decimal", secret -> around(html(secret, false)));
        all.put("html hex", secret -> around(html(secret, true)));
        all.put("percent of html", secret -> percent(html(secret, true), 1));
        all.put("nul between", secret -> separated(secret, "\0"));
        all.put("upper", secret -> around(secret.toUpperCase(java.util.Locale.ROOT)));
        all.put("lower", secret -> around(secret.toLowerCase(java.util.Locale.ROOT)));
        all.put("mixed case", secret -> around(mixed(secret)));
        all.put("spaces", secret -> around(separated(secret, " ")));
        all.put("dashes", secret -> around(separatedEvery(secret, 1 + random.nextInt(4), "-")));
        all.put("zero-width", secret -> around(separated(secret, "\u200b")));
        all.put("new lines", secret -> around(separatedEvery(secret, 5, "\n")));
        all.put("dots and case", secret -> around(separatedEvery(mixed(secret), 3, "...")));
        all.put("rot13", secret -> around(rot13(secret)));
        otherLetters(all);
        codes(all);
        return all;
    }

    private void otherLetters(Map<String, Function<String, String>> all) {
        all.put("full-width", secret -> around(wide(secret, 1)));
        all.put("full-width some", secret -> around(wide(secret, 0.3)));
        all.put("full-width of base64", secret -> wide(base64(around(secret).getBytes(UTF_8), BASE64, "="), 1));
        all.put("percent of full-width", secret -> around(percentBytes(wide(secret, 1))));
        all.put("json escapes of full-width", secret -> around(units(wide(secret, 1))));
        all.put("bold", secret -> around(styled(secret, 0x1D400, 0x1D41A, 0x1D7CE)));
        all.put("bold sans-serif", secret -> around(styled(secret, 0x1D5D4, 0x1D5EE, 0x1D7EC)));
        all.put("monospace", secret -> around(separated(styled(secret, 0x1D670, 0x1D68A, 0x1D7F6), "")));
        all.put("json escapes of bold", secret -> around(units(styled(secret, 0x1D400, 0x1D41A, 0x1D7CE))));
        all.put("html of bold", secret -> around(entities(styled(secret, 0x1D400, 0x1D41A, 0x1D7CE))));
        all.put("circled", secret -> around(styled(secret, 0x24B6, 0x24D0, 0xFF10)));
        all.put("black circled", secret -> around(styled(secret, 0x1F150, 0x1F150, '0')));
        all.put("squared", secret -> around(styled(secret, 0x1F130, 0x1F130, 0x1D7E2)));
        all.put("tags", secret -> around(styled(secret, 0xE0041, 0xE0061, 0xE0030)));
        all.put("bold and zero-width", secret -> around(marked(styled(secret, 0x1D400, 0x1D41A, 0x1D7CE), "\u200b")));
        all.put("full-width and soft hyphens", secret -> around(marked(wide(secret, 0.7), "\u00ad")));
        all.put("full-width and selectors", secret -> around(marked(wide(secret, 0.5), "\ufe0e")));
        all.put("accents", secret -> around(accented(secret)));
        all.put("soft hyphens", secret -> around(separated(secret, "\u00ad")));
        all.put("selectors", secret -> around(separated(secret, "\ufe0f")));
    }

    private void codes(Map<String, Function<String, String>> all) {
        all.put("octal escapes", secret -> around(each(secret, "\\%03o")));
        all.put("decimal, three digits", secret -> each(secret, "%03d "));
        all.put("percent units", secret -> around(each(secret, "%%u%04x")));
        all.put("look-alikes", secret -> around(alike(secret)));
        all.put("percent of look-alikes", secret -> around(percentBytes(alike(secret))));
    }

    private static String each(String text, String form) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(form.formatted((int) c));
        }
        return out.toString();
    }

    private static String alike(String text) {
        String plain = "aeopcxABEKMHOPCTX";
        String alike =
                "\u0430\u0435\u043e\u0440\u0441\u0445\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425";
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            int place = plain.indexOf(c);
            out.append(place < 0 ? c : alike.charAt(place));
        }
        return out.toString();
    }

    private String wide(String text, double share) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(c > ' ' && c < 0x7f && random.nextDouble() < share ? (char) (c - '!' + '\uff01') : c);
        }
        return out.toString();
    }

    private static String styled(String text, int upper, int lower, int zero) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            int styled = c >= 'A' && c <= 'Z'
                    ? upper + c - 'A'
                    : c >= 'a' && c <= 'z' ? lower + c - 'a' : c >= '0' && c <= '9' ? zero + c - '0' : c;
            out.appendCodePoint(styled);
        }
        return out.toString();
    }

    private static String marked(String text, String mark) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.appendCodePoint(c).append(mark));
        return out.toString();
    }

    private static String accented(String text) {
        String plain = "AEIOUaeiouyCcNn";
        String accented = "\u00c1\u00c8\u00ce\u00d6\u00dc\u00e1\u00e8\u00ee\u00f6\u00fc\u00ff\u00c7\u00e7\u00d1\u00f1";
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            int place = plain.indexOf(c);
            out.append(
                    place < 0 && Character.isLetter(c) ? c + "\u0301" : "" + (place < 0 ? c : accented.charAt(place)));
        }
        return out.toString();
    }

    private static String percentBytes(String text) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(UTF_8)) {
            out.append('%').append(digit(octet >> 4 & 15)).append(digit(octet & 15));
        }
        return out.toString();
    }

    private static String units(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append("\\u")
                    .append(digit(c >> 12))
                    .append(digit(c >> 8 & 15))
                    .append(digit(c >> 4 & 15))
                    .append(digit(c & 15));
        }
        return out.toString();
    }

    private static String entities(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.append("&#").append(c).append(';'));
        return out.toString();
    }

    private String around(String text) {
        return words(random.nextInt(6)) + " " + text + (random.nextBoolean() ? " " + words(random.nextInt(5)) : "");
    }

    String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private String percent(String text, double share) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(UTF_8)) {
            if (random.nextDouble() < share) {
                String digits = digit(octet >> 4 & 15) + digit(octet & 15);
                out.append('%').append(random.nextBoolean() ? digits : digits.toUpperCase(java.util.Locale.ROOT));
            } else {
                out.append((char) (octet & 0xff));
            }
        }
        return out.toString();
    }

    private static String digit(int value) {
        return String.valueOf("0123456789abcdef".charAt(value));
    }

    static String hex(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (byte octet : bytes) {
            out.append(digit(octet >> 4 & 15)).append(digit(octet & 15));
        }
        return out.toString();
    }

    private static String bits(byte[] bytes) {
        StringBuilder bits = new StringBuilder();
        for (byte octet : bytes) {
            for (int bit = 7; bit >= 0; bit--) {
                bits.append(octet >> bit & 1);
            }
        }
        return bits.toString();
    }

    private static String base(byte[] bytes, int width, String alphabet, int group, String pad) {
        StringBuilder bits = new StringBuilder(bits(bytes));
        while (bits.length() % width != 0) {
            bits.append('0');
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bits.length(); i += width) {
            out.append(alphabet.charAt(Integer.parseInt(bits.substring(i, i + width), 2)));
        }
        while (!pad.isEmpty() && out.length() % group != 0) {
            out.append(pad);
        }
        return out.toString();
    }

    static String base64(byte[] bytes, String alphabet, String pad) {
        return base(bytes, 6, alphabet, 4, pad);
    }

    static String base64(byte[] bytes) {
        return base64(bytes, BASE64, "=");
    }

    static String base64Url(String text) {
        return base64(text.getBytes(UTF_8), BASE64_URL, "");
    }

    private static String base32(byte[] bytes) {
        return base(bytes, 5, BASE32, 8, "=");
    }

    private static String reversed(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = text.length() - 1; i >= 0; i--) {
            out.append(text.charAt(i));
        }
        return out.toString();
    }

    private String unicode(String text, double share) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(random.nextDouble() < share ? "\\u00" + digit(c >> 4) + digit(c & 15) : String.valueOf(c));
        }
        return out.toString();
    }

    private static String html(String text, boolean hex) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(hex ? "&#x" + digit(c >> 4) + digit(c & 15) + ";" : "&#" + (int) c + ";");
        }
        return out.toString();
    }

    private String mixed(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c));
        }
        return out.toString();
    }

    private static String separated(String text, String between) {
        return separatedEvery(text, 1, between);
    }

    private static String separatedEvery(String text, int count, String between) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            out.append(i > 0 && i % count == 0 ? between : "").append(text.charAt(i));
        }
        return out.toString();
    }

    private static String lines(String text, int width) {
        return separatedEvery(text, width, "\r\n");
    }

    private static String rot13(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            int place = LETTERS.indexOf(Character.toLowerCase(c));
            char turned = place < 0 ? c : LETTERS.charAt((place + 13) % 26);
            out.append(Character.isUpperCase(c) ? Character.toUpperCase(turned) : turned);
        }
        return out.toString();
    }

    // ---- what is innocent ----

    /** What apps' outputs have in them, and no secret. */
    String benign() {
        return switch (random.nextInt(24)) {
            case 0 -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
            case 1 -> "sha256:" + hex(bytes(32));
            case 2 -> hex(bytes(32));
            case 3 -> "commit " + hex(bytes(20));
            case 4 -> hex(bytes(16)) + "  release-" + random.nextInt(99) + ".tar.gz";
            case 5 -> "data:image/png;base64,iVBORw0KGgo" + base64(bytes(60 + random.nextInt(2_000)));
            case 6 -> "\"etag\": \"" + base64(bytes(16)) + "\"";
            case 7 -> base64Url("{\"cursor\":" + random.nextInt(1_000_000) + ",\"sort\":\"createdAt\"}");
            case 8 -> "eyJ" + alphanumeric(12) + "." + words(1) + "." + alphanumeric(8);
            case 9 -> "jwt.io-" + alphanumeric(10) + ".header.payload.signature";
            case 10 ->
                "EUR " + random.nextInt(100_000) + "." + random.nextInt(100) + " on 2026-" + (10 + random.nextInt(3))
                        + "-17";
            case 11 ->
                "SELECT id, total FROM orders WHERE customer_id = " + random.nextInt()
                        + " AND state = 'OPEN' LIMIT 100";
            case 12 ->
                "java.lang.IllegalStateException: " + words(6) + "\n\tat ai.ekaya.run.Runs.start(Runs.java:"
                        + random.nextInt(900) + ")\n\tat java.base/java.lang.Thread.run(Thread.java:1583)";
            case 13 -> words(40 + random.nextInt(60));
            case 14 ->
                "const sk = await fetch('https://api.example.com/v1/items?page=" + random.nextInt(50)
                        + "&sk-limit=20'); // token_" + words(1);
            case 15 -> "https://user@example.com:8443/path/" + hex(bytes(8)) + "?q=" + words(1) + "%20" + words(1);
            case 16 -> "postgres://app:${DB_PASSWORD}@db.example.com:5432/shop";
            case 17 ->
                "+49 40 " + (1_000_000 + random.nextInt(8_999_999)) + ", IBAN DE" + random.nextInt(90)
                        + " 3704 0044 0532 0130 00";
            case 18 -> "integrity sha512-" + base64(bytes(64));
            case 19 -> "secret_access_key rotated, digest " + hex(bytes(20));
            case 20 -> "trace=" + hex(bytes(16)) + " span=" + hex(bytes(8)) + " key=AKIA-" + words(2);
            case 21 -> "-----BEGIN CERTIFICATE-----\n" + base64(bytes(300)) + "\n-----END CERTIFICATE-----";
            case 22 ->
                "{\"id\":\"cus_" + alphanumeric(14) + "\",\"charge\":\"ch_" + alphanumeric(24) + "\",\"pk\":\"pk_live_"
                        + alphanumeric(24) + "\"}";
            default -> "AIza is how Google's keys begin, ghp_ GitHub's; " + base64(bytes(40)) + " " + words(8);
        };
    }

    /** The same of people who write other languages, with letters that have a plain one, and with hardly any that have. */
    String foreign() {
        return switch (random.nextInt(11)) {
            case 0 ->
                "Die Größe der Bestellung " + hex(bytes(4)) + " für Frau Müller-Lüdenscheidt überschreitet 12,5 m². "
                        + "Schöne Grüße aus Köln, " + words(4);
            case 1 -> "La référence nº " + random.nextInt(99_999) + " a été créée à l'été, ça coûte 20 € déjà réglés.";
            case 2 -> "Đơn hàng số " + random.nextInt(99_999) + " đã được giao đến Nguyễn Thị Hường ở Huế.";
            case 3 -> "注文番号：" + wide(digits(8), 1) + "（２０２６年１１月）ご確認ください。ＵＲＬはこちら。" + hex(bytes(8));
            case 4 -> "订单" + hex(bytes(6)) + "，客户：王小明，电话：" + digits(11) + "，共㎏" + random.nextInt(9) + "。";
            case 5 ->
                "Заказ № " + digits(6) + " доставлен, вес 5 ㎏, ё и й: " + new java.util.UUID(random.nextLong(), 7);
            case 6 -> "رقم الطلب ٤٥٦٧٨٩٠١٢٣ وصل إلى القاهرة " + hex(bytes(10));
            case 7 -> "① open ② read ③ close, ½ price™, ﬁle " + alphanumeric(16) + ", 👍🏽 1️⃣2️⃣3️⃣ 🇩🇪";
            case 8 -> "주문 번호 " + digits(9) + "가 서울로 배송되었습니다. " + alphanumeric(22);
            case 9 -> "Ο αριθμός " + digits(9) + " και το iPhoneы 2кг στην Αθήνα, " + hex(bytes(12));
            default ->
                "Ａ／Ｂ　テスト " + wide(new java.util.UUID(random.nextLong(), random.nextLong()).toString(), 0.5) + " "
                        + styled(words(5), 0x1D5D4, 0x1D5EE, 0x1D7EC);
        };
    }

    // ---- keys by their form ----

    /** By kind; the letters after the beginning are random. */
    Map<String, String> keys() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("AWS access key id", "AKIA" + from(BASE32, 16));
        all.put("AWS secret", "aws_secret_access_key = " + "aB3" + from(BASE64, 37));
        all.put("GitHub", "ghp_" + alphanumeric(36));
        all.put("GitHub fine-grained", "github_pat_" + alphanumeric(22) + "_" + alphanumeric(59));
        all.put("GitLab", "glpat-" + alphanumeric(20));
        all.put("Slack", "xoxb-" + digits(12) + "-" + digits(12) + "-" + alphanumeric(24));
        all.put(
                "Slack webhook",
                "https://hooks.slack.com/services/T" + alphanumeric(8) + "/B" + alphanumeric(8) + "/"
                        + alphanumeric(24));
        all.put("Stripe", "sk_live_" + alphanumeric(24));
        all.put("Google", "AIza" + from(BASE64_URL, 35));
        all.put("OpenAI", "sk-" + alphanumeric(48));
        all.put("OpenAI project", "sk-proj-" + from(BASE64_URL, 60));
        all.put("Anthropic", "sk-ant-api03-" + from(BASE64_URL, 93) + "AA");
        all.put("npm", "npm_" + alphanumeric(36));
        all.put("SendGrid", "SG." + alphanumeric(22) + "." + alphanumeric(43));
        all.put(
                "private key",
                "-----BEGIN RSA PRIVATE KEY-----\n" + lines(base64(bytes(600)), 64)
                        + "\n-----END RSA PRIVATE KEY-----");
        all.put(
                "web token",
                base64Url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64Url("{\"sub\":\"" + digits(10) + "\"}")
                        + "." + base64(bytes(32), BASE64_URL, ""));
        all.put("connection", "mongodb+srv://app:" + alphanumeric(16) + "@cluster0.example.net/orders");
        all.put("Azure storage", "AccountKey=" + base64(bytes(64)));
        return all;
    }

    private String digits(int count) {
        return from("0123456789", count);
    }

    Random random() {
        return random;
    }

    List<String> secrets(int count) {
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            secrets.add(secret());
        }
        return secrets;
    }
}
