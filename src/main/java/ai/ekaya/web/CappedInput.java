package ai.ekaya.web;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is refused once more than a bound has been read from it. Not thread-safe. */
final class CappedInput extends FilterInputStream {
    private final long bytesMax;
    private final String instead;
    private long bytesRead;

    CappedInput(InputStream body, long bytesMax, String instead) {
        super(body);
        this.bytesMax = bytesMax;
        this.instead = instead;
    }

    @Override
    public int read() throws IOException {
        int read;
        try {
            read = super.read();
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (read >= 0) {
            count(1);
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = super.read(buffer, offset, length);
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (read > 0) {
            count(read);
        }
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private static Refusal unreadable(IOException e) {
        return new Refusal(
                RefusalCode.BAD_ARGUMENT,
                "The body ends too early, or its chunks or its compression cannot be read",
                e);
    }

    private void count(long bytes) {
        bytesRead += bytes;
        if (bytesRead > bytesMax) {
            throw Spoken.tooLarge(bytesMax, instead);
        }
    }
}
