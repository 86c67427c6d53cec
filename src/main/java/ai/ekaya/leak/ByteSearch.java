package ai.ekaya.leak;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the next of a few bytes in a text, looking at eight bytes at once. */
final class ByteSearch {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    private final long first;
    private final long second;
    private final long third;

    /** @param third may be one of the others */
    ByteSearch(char first, char second, char third) {
        this.first = ONES * first;
        this.second = ONES * second;
        this.third = ONES * third;
    }

    /** Where one of them stands, or the end. */
    int next(byte[] text, int length, int from) {
        int at = from;
        while (at + Long.BYTES <= length && !has((long) LONGS.get(text, at))) {
            at += Long.BYTES;
        }
        while (at < length && text[at] != (byte) first && text[at] != (byte) second && text[at] != (byte) third) {
            at++;
        }
        return at;
    }

    private boolean has(long eight) {
        return ((zeros(eight ^ first) | zeros(eight ^ second) | zeros(eight ^ third)) & TOPS) != 0;
    }

    /** Its top bits are set where a byte is 0, and maybe above one that is. */
    private static long zeros(long eight) {
        return eight - ONES & ~eight;
    }

    /** Where a byte beyond ASCII stands, or the end. */
    static int beyondAscii(byte[] text, int length, int from) {
        int at = from;
        while (at + Long.BYTES <= length && ((long) LONGS.get(text, at) & TOPS) == 0) {
            at += Long.BYTES;
        }
        while (at < length && text[at] >= 0) {
            at++;
        }
        return at;
    }
}
