package ai.ekaya.datasource.tds;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * A value of a row with the type of its column, both as TDS writes them (MS-TDS 2.2.5.4 to 2.2.5.6).
 *
 * @param data with its length before it
 */
public record TdsValue(byte[] type, byte[] data) {
    private static final byte[] COLLATION = {0x09, 0x04, (byte) 0xd0, 0x00, 0x34};

    private static TdsBytes out() {
        return new TdsBytes();
    }

    public static TdsValue whole(int bytes, long value) {
        return new TdsValue(
                out().octets(0x26, bytes).done(),
                out().octets(bytes).number(bytes, value).done());
    }

    public static TdsValue noWhole() {
        return new TdsValue(out().octets(0x26, 4).done(), out().octets(0).done());
    }

    public static TdsValue bit(boolean value) {
        return new TdsValue(
                out().octets(0x68, 1).done(), out().octets(1, value ? 1 : 0).done());
    }

    public static TdsValue real(float value) {
        return new TdsValue(
                out().octets(0x6d, 4).done(),
                out().octets(4).int4(Float.floatToIntBits(value)).done());
    }

    public static TdsValue floating(double value) {
        return new TdsValue(
                out().octets(0x6d, 8).done(),
                out().octets(8).int8(Double.doubleToLongBits(value)).done());
    }

    /** @param unscaled at most 8 bytes of it are written, the others are zero */
    public static TdsValue decimal(int precision, int scale, BigInteger unscaled) {
        byte[] big = unscaled.abs().toByteArray();
        byte[] little = new byte[16];
        for (int i = 0; i < big.length && i < 16; i++) {
            little[i] = big[big.length - 1 - i];
        }
        return new TdsValue(
                out().octets(0x6c, 17, precision, scale).done(),
                out().octets(17, unscaled.signum() < 0 ? 0 : 1).bytes(little).done());
    }

    /** @param tenThousandths as money is stored */
    public static TdsValue money(long tenThousandths) {
        return new TdsValue(
                out().octets(0x6e, 8).done(),
                out().octets(8)
                        .int4((int) (tenThousandths >> 32))
                        .int4((int) tenThousandths)
                        .done());
    }

    /** @param days since 0001-01-01 */
    public static TdsValue date(int days) {
        return new TdsValue(
                out().octets(0x28).done(), out().octets(3).number(3, days).done());
    }

    /** @param ticks of 100 ns since midnight */
    public static TdsValue time(long ticks) {
        return new TdsValue(
                out().octets(0x29, 7).done(), out().octets(5).number(5, ticks).done());
    }

    public static TdsValue datetime2(int days, long ticks) {
        return new TdsValue(
                out().octets(0x2a, 7).done(),
                out().octets(8).number(5, ticks).number(3, days).done());
    }

    /** Days and ticks are in UTC, the offset says how people saw them. */
    public static TdsValue datetimeoffset(int days, long ticks, int offsetMinutes) {
        return new TdsValue(
                out().octets(0x2b, 7).done(),
                out().octets(10)
                        .number(5, ticks)
                        .number(3, days)
                        .int2(offsetMinutes)
                        .done());
    }

    /** @param days since 1900-01-01; ticks are of 1/300 s */
    public static TdsValue datetime(int days, int ticks) {
        return new TdsValue(
                out().octets(0x6f, 8).done(),
                out().octets(8).int4(days).int4(ticks).done());
    }

    public static TdsValue guid(byte[] sixteen) {
        return new TdsValue(
                out().octets(0x24, 16).done(), out().octets(16).bytes(sixteen).done());
    }

    public static TdsValue text(String value) {
        return new TdsValue(
                out().octets(0xe7).int2(8000).bytes(COLLATION).done(),
                out().int2(value.length() * 2).text(value).done());
    }

    public static TdsValue noText() {
        return new TdsValue(
                out().octets(0xe7).int2(8000).bytes(COLLATION).done(),
                out().int2(0xffff).done());
    }

    /** nvarchar(max), in one chunk. */
    public static TdsValue longText(String value) {
        return new TdsValue(
                out().octets(0xe7).int2(0xffff).bytes(COLLATION).done(),
                chunked(value.getBytes(StandardCharsets.UTF_16LE)));
    }

    public static TdsValue varchar(String ascii) {
        return new TdsValue(
                out().octets(0xa7).int2(8000).bytes(COLLATION).done(),
                out().int2(ascii.length())
                        .bytes(ascii.getBytes(StandardCharsets.US_ASCII))
                        .done());
    }

    public static TdsValue varbinary(byte... value) {
        return new TdsValue(
                out().octets(0xa5).int2(8000).done(),
                out().int2(value.length).bytes(value).done());
    }

    public static TdsValue xml(String value) {
        return new TdsValue(out().octets(0xf1, 0).done(), chunked(value.getBytes(StandardCharsets.UTF_16LE)));
    }

    public static TdsValue ofClr(String type, byte... value) {
        return new TdsValue(
                out().octets(0xf0)
                        .int2(0xffff)
                        .shortText("shop")
                        .shortText("sys")
                        .shortText(type)
                        .longText("Microsoft.SqlServer.Types")
                        .done(),
                chunked(value));
    }

    /** A sql_variant that holds an int. */
    public static TdsValue variantOfInt(int value) {
        return new TdsValue(
                out().octets(0x62).int4(8009).done(),
                out().int4(6).octets(0x38, 0).int4(value).done());
    }

    /** A sql_variant that holds an nvarchar. */
    public static TdsValue variantOfText(String value) {
        return new TdsValue(
                out().octets(0x62).int4(8009).done(),
                out().int4(2 + 7 + value.length() * 2)
                        .octets(0xe7, 7)
                        .bytes(COLLATION)
                        .int2(8000)
                        .text(value)
                        .done());
    }

    private static byte[] chunked(byte[] value) {
        return out().int8(value.length).int4(value.length).bytes(value).int4(0).done();
    }
}
