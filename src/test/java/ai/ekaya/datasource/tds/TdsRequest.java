package ai.ekaya.datasource.tds;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch or a call of sp_executesql.
 *
 * @param types the parameters' declared types, as {@code @P0 bigint,@P1 nvarchar(4000)}
 * @param parameters in Java's types; null is the text {@code null}
 */
public record TdsRequest(String sql, String types, List<Object> parameters) {
    private static final int SP_EXECUTESQL = 10;

    static TdsRequest batch(byte[] payload) {
        ByteBuffer in = afterHeaders(payload);
        return new TdsRequest(text(in, in.remaining()), "", List.of());
    }

    static TdsRequest call(byte[] payload) {
        ByteBuffer in = afterHeaders(payload);
        if (in.getShort() != -1) {
            throw new IllegalStateException("A procedure is called by its name");
        }
        int procedure = in.getShort();
        if (procedure != SP_EXECUTESQL) {
            throw new IllegalStateException("Procedure " + procedure + " is called, not sp_executesql");
        }
        in.getShort();
        String sql = String.valueOf(parameter(in));
        String types = in.hasRemaining() ? String.valueOf(parameter(in)) : "";
        List<Object> parameters = new ArrayList<>();
        while (in.hasRemaining()) {
            parameters.add(parameter(in));
        }
        return new TdsRequest(sql, types, parameters);
    }

    private static ByteBuffer afterHeaders(byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.getInt(0));
        return in;
    }

    private static Object parameter(ByteBuffer in) {
        text(in, in.get() * 2);
        in.get();
        int type = in.get() & 0xff;
        return switch (type) {
            case 0x26 -> whole(in);
            case 0x68 -> bit(in);
            case 0x6a, 0x6c -> decimal(in);
            case 0xe7 -> longText(in);
            case 0x63 -> bigText(in);
            default -> throw new IllegalStateException("A parameter has the type 0x" + Integer.toHexString(type));
        };
    }

    private static Object whole(ByteBuffer in) {
        in.get();
        int length = in.get();
        return switch (length) {
            case 0 -> "null";
            case 4 -> (long) in.getInt();
            case 8 -> in.getLong();
            default -> throw new IllegalStateException("An integer of " + length + " bytes");
        };
    }

    private static Object bit(ByteBuffer in) {
        in.get();
        return in.get() == 0 ? "null" : (Object) (in.get() == 1);
    }

    private static Object decimal(ByteBuffer in) {
        in.get();
        in.get();
        int scale = in.get();
        int length = in.get();
        if (length == 0) {
            return "null";
        }
        int sign = in.get();
        byte[] big = new byte[length - 1];
        for (int i = big.length - 1; i >= 0; i--) {
            big[i] = in.get();
        }
        return new BigDecimal(new BigInteger(sign == 0 ? -1 : 1, big), scale);
    }

    private static Object longText(ByteBuffer in) {
        int most = in.getShort() & 0xffff;
        in.position(in.position() + 5);
        if (most != 0xffff) {
            int length = in.getShort() & 0xffff;
            return length == 0xffff ? "null" : text(in, length);
        }
        if (in.getLong() == -1) {
            return "null";
        }
        StringBuilder all = new StringBuilder();
        for (int chunk = in.getInt(); chunk > 0; chunk = in.getInt()) {
            all.append(text(in, chunk));
        }
        return all.toString();
    }

    private static Object bigText(ByteBuffer in) {
        in.getInt();
        in.position(in.position() + 5);
        int length = in.getInt();
        return length < 0 ? "null" : text(in, length);
    }

    private static String text(ByteBuffer in, int bytes) {
        byte[] all = new byte[bytes];
        in.get(all);
        return new String(all, StandardCharsets.UTF_16LE);
    }
}
