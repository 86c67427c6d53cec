package ai.ekaya.datasource.tds;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The tokens of MS-TDS that a server sends. */
final class TdsTokens {
    static final int DONE_ATTENTION = 0x20;
    static final int DONE_ERROR = 0x02;
    private static final int DONE_COUNT = 0x10;
    private static final int PACKET_BYTES = 4_000;

    private TdsTokens() {}

    /** Version 16.0, and whether it encrypts: always or never. */
    static byte[] preLogin(boolean encrypts) {
        return new TdsBytes()
                .octets(0, 0, 11, 0, 6)
                .octets(1, 0, 17, 0, 1)
                .octets(0xff)
                .octets(16, 0, 0x0f, 0xa0, 0, 0)
                .octets(encrypts ? 1 : 2)
                .done();
    }

    static byte[] welcome() {
        byte[] database =
                new TdsBytes().octets(1).shortText("shop").shortText("").done();
        byte[] collation =
                new TdsBytes().octets(7, 5, 0x09, 0x04, 0xd0, 0x00, 0x34, 0).done();
        byte[] size =
                new TdsBytes().octets(4).shortText("4096").shortText("4096").done();
        byte[] accepted = new TdsBytes()
                .octets(1, 0x74, 0, 0, 4)
                .shortText("Microsoft SQL Server")
                .octets(16, 0, 0x0f, 0xa0)
                .done();
        return new TdsBytes()
                .octets(0xe3)
                .int2(database.length)
                .bytes(database)
                .octets(0xe3)
                .int2(collation.length)
                .bytes(collation)
                .octets(0xad)
                .int2(accepted.length)
                .bytes(accepted)
                .octets(0xe3)
                .int2(size.length)
                .bytes(size)
                .bytes(done(0))
                .done();
    }

    static byte[] done(int status) {
        return token(0xfd, status, 0);
    }

    private static byte[] token(int kind, int status, long count) {
        return new TdsBytes().octets(kind).int2(status).int2(0xc1).int8(count).done();
    }

    /** Of a batch, or of a procedure with its return status. */
    static byte[] end(boolean call, long count) {
        int status = count > 0 ? DONE_COUNT : 0;
        return call
                ? new TdsBytes()
                        .bytes(token(0xff, status | 1, count))
                        .octets(0x79)
                        .int4(0)
                        .bytes(token(0xfe, 0, 0))
                        .done()
                : token(0xfd, status, count);
    }

    static byte[] failed(TdsAnswer.Failure failure) {
        byte[] body = new TdsBytes()
                .int4(failure.number())
                .octets(1, failure.severity())
                .longText(failure.message())
                .shortText("fake")
                .shortText("")
                .int4(failure.line())
                .done();
        return new TdsBytes()
                .octets(0xaa)
                .int2(body.length)
                .bytes(body)
                .bytes(done(DONE_ERROR))
                .done();
    }

    static byte[] columns(TdsAnswer.Rows rows) {
        TdsBytes out = new TdsBytes().octets(0x81).int2(rows.names().size());
        for (int i = 0; i < rows.names().size(); i++) {
            // Nullable, and that updating is not known.
            TdsValue first = rows.rows().isEmpty()
                    ? TdsValue.noWhole()
                    : rows.rows().get(0).get(i);
            out.int4(0).int2(0x09).bytes(first.type()).shortText(rows.names().get(i));
        }
        return out.done();
    }

    static byte[] row(List<TdsValue> values) {
        TdsBytes out = new TdsBytes().octets(0xd1);
        values.forEach(value -> out.bytes(value.data()));
        return out.done();
    }

    static byte[] rows(TdsAnswer.Rows rows, boolean call) {
        TdsBytes out = new TdsBytes().bytes(columns(rows));
        rows.rows().forEach(values -> out.bytes(row(values)));
        return out.bytes(end(call, rows.rows().size())).done();
    }

    static void send(OutputStream out, byte[] tokens) throws IOException {
        for (int from = 0; from < tokens.length; from += PACKET_BYTES) {
            int to = Math.min(tokens.length, from + PACKET_BYTES);
            packet(out, to == tokens.length, java.util.Arrays.copyOfRange(tokens, from, to));
        }
    }

    static void packet(OutputStream out, boolean last, byte[] part) throws IOException {
        int length = part.length + 8;
        out.write(new TdsBytes()
                .octets(0x04, last ? 1 : 0, length >> 8, length & 0xff, 0, 0, 1, 0)
                .bytes(part)
                .done());
        out.flush();
    }
}
