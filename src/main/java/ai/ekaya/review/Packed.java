package ai.ekaya.review;

/** Whether bytes look like something that was packed, encoded or encrypted. */
final class Packed {
    /** Of 4,096 random bytes it is 7.95 in the mean; of code, tables and texts below 7. */
    private static final double ENTROPY_BITS_MIN = 7.5;

    static final int WINDOW_BYTES = 4_096;
    private static final int LEAST_BYTES = 2_048;

    private Packed() {}

    /** How many bytes of the range stand in windows that look so. */
    static int bytes(byte[] bytes, int from, int to) {
        int packed = 0;
        for (int at = from; at < to; at += WINDOW_BYTES) {
            int end = Math.min(to, at + WINDOW_BYTES);
            if (end - at >= LEAST_BYTES && entropyBits(bytes, at, end) >= ENTROPY_BITS_MIN) {
                packed += end - at;
            }
        }
        return packed;
    }

    /** Of a byte, in bits. */
    static double entropyBits(byte[] bytes, int from, int to) {
        int[] counts = new int[256];
        for (int i = from; i < to; i++) {
            counts[bytes[i] & 0xff]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / (to - from);
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    /** The longest run of characters as base64 and hex have them, with digits and letters in it. */
    static int run(String line) {
        int longest = 0;
        int from = 0;
        boolean digit = false;
        boolean letter = false;
        for (int i = 0; i <= line.length(); i++) {
            char c = i < line.length() ? line.charAt(i) : ' ';
            boolean isDigit = c >= '0' && c <= '9';
            boolean isLetter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (isDigit || isLetter || c == '+' || c == '/' || c == '=' || c == '-' || c == '_') {
                digit |= isDigit;
                letter |= isLetter;
                continue;
            }
            longest = digit && letter ? Math.max(longest, i - from) : longest;
            from = i + 1;
            digit = false;
            letter = false;
        }
        return longest;
    }
}
