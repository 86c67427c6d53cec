package ai.ekaya.egress;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** An answer's body, unpacked, and bounded while it comes: what the peer says of its length is believed only where it is too much. */
final class AnswerBody extends FilterInputStream {
    private final OutboundUrl url;
    private final Trip trip;
    private final Counted packed;
    private final long bytesMax;
    private final long ratioMax;
    private final long ratioFromBytes;
    private long read;

    private AnswerBody(InputStream in, Counted packed, OutboundUrl url, Trip trip, long bytesMax, Limits limits) {
        super(in);
        this.packed = packed;
        this.url = url;
        this.trip = trip;
        this.bytesMax = bytesMax;
        this.ratioMax = limits.of(Limit.EGRESS_COMPRESSION_RATIO);
        this.ratioFromBytes = limits.of(Limit.EGRESS_COMPRESSION_FROM_BYTES);
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            bytes += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = super.read(into, from, length);
            bytes += Math.max(0, count);
            return count;
        }
    }

    /** @throws Refusal {@code LIMIT} for a length over the bound, {@code UPSTREAM} for a coding that was not asked for */
    static AnswerBody of(WireAnswer answer, OutboundUrl url, Trip trip, long bytesMax, Limits limits) {
        if (answer.length() > bytesMax) {
            throw over(url, bytesMax);
        }
        Counted packed = new Counted(answer.body());
        String coding =
                answer.header("Content-Encoding").orElse("identity").strip().toLowerCase(Locale.ROOT);
        InputStream in = switch (coding) {
            case "identity", "" -> packed;
            case "gzip", "x-gzip" -> unpacked(answer, packed, url, trip);
            // Two codings on top of each other multiply their ratios, and nobody needs them.
            default ->
                throw new Refusal(
                        RefusalCode.UPSTREAM,
                        "The host " + url.written()
                                + " packed its answer in another way than asked for, expected gzip or none");
        };
        return new AnswerBody(in, packed, url, trip, bytesMax, limits);
    }

    private static InputStream unpacked(WireAnswer answer, Counted packed, OutboundUrl url, Trip trip) {
        if (answer.length() == 0) {
            return packed;
        }
        try {
            return new GZIPInputStream(packed);
        } catch (ZipException e) {
            throw broken(url, e);
        } catch (IOException e) {
            throw WireFailures.refusal(e, url, trip);
        }
    }

    private static Refusal broken(OutboundUrl url, IOException failure) {
        return new Refusal(
                RefusalCode.UPSTREAM,
                "The host " + url.written() + " says that its answer is gzip, and it is not",
                failure);
    }

    private static Refusal over(OutboundUrl url, long bytesMax) {
        return new Refusal(
                RefusalCode.LIMIT,
                "The answer of " + url.written() + " is over " + Quantity.ofBytes(bytesMax)
                        + "; ask for less at a time");
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws Refusal when there is too much of it, the time is over or the peer broke off */
    @Override
    public int read(byte[] into, int from, int length) {
        int count;
        try {
            count = in.read(into, from, length);
        } catch (ZipException e) {
            throw trip.cut().orElseGet(() -> broken(url, e));
        } catch (IOException e) {
            throw WireFailures.refusal(e, url, trip);
        }
        trip.requireTime();
        read += Math.max(0, count);
        if (read > bytesMax) {
            throw over(url, bytesMax);
        }
        if (read > ratioFromBytes && read > packed.bytes * ratioMax) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The answer of " + url.written() + " unpacks to more than " + ratioMax + " times its size");
        }
        return count;
    }

    byte[] all() {
        try {
            return readAllBytes();
        } catch (IOException e) {
            throw WireFailures.refusal(e, url, trip);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        throw new IOException("Nothing is skipped: it would not be counted");
    }

    @Override
    public void close() {
        // Whoever opened the answer closes its connection.
    }
}
