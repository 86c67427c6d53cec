package ai.ekaya.sandbox.split;

import java.util.Arrays;

/** Reads a stretch of a module. Whatever is wrong, even an early end, is a {@link SplitException} that names the place. */
final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private final int function;
    private int position;

    ByteReader(byte[] bytes, int from, int end, int function) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
        this.function = function;
    }

    int position() {
        return position;
    }

    int left() {
        return end - position;
    }

    boolean atEnd() {
        return position == end;
    }

    int function() {
        return function;
    }

    int oneByte() {
        need(1);
        return bytes[position++] & 0xFF;
    }

    void skip(long count) {
        need(count);
        position += (int) count;
    }

    private void need(long count) {
        if (count > end - position) {
            throw malformed("ends too early");
        }
    }

    /** An unsigned number of at most 32 bits. */
    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = oneByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if (value > 0xFFFF_FFFFL) {
                    break;
                }
                return value;
            }
        }
        throw malformed("number of more than 32 bits");
    }

    /** An index or a count; none of use reaches 2³¹. */
    int index() {
        long value = unsigned();
        if (value > Integer.MAX_VALUE) {
            throw malformed("index " + value + " is out of range");
        }
        return (int) value;
    }

    /** As {@link #index}, below a bound. */
    int indexBelow(int bound, String what) {
        int index = index();
        if (index >= bound) {
            throw malformed("there is no " + what + " " + index);
        }
        return index;
    }

    /** A count of things that take at least one byte each, so that a count alone cannot make us allocate. */
    int count() {
        int count = index();
        need(count);
        return count;
    }

    /** A signed number of at most 64 bits. */
    long signed() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = oneByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                boolean negative = (next & 0x40) != 0;
                return negative && shift + 7 < 64 ? value | -1L << (shift + 7) : value;
            }
        }
        throw malformed("number of more than 64 bits");
    }

    /** Another reader of the same stretch, elsewhere in it. */
    ByteReader from(int offset) {
        return new ByteReader(bytes, offset, end, function);
    }

    byte[] copySince(int from) {
        return Arrays.copyOfRange(bytes, from, position);
    }

    SplitException malformed(String problem) {
        return malformedAt(position, problem);
    }

    SplitException malformedAt(int offset, String problem) {
        return new SplitException(function, offset, problem);
    }
}
