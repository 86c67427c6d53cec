package ai.ekaya.web;

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
        int read = super.read();
        if (read >= 0) {
            count(1);
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
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

    private void count(long bytes) {
        bytesRead += bytes;
        if (bytesRead > bytesMax) {
            throw Spoken.tooLarge(bytesMax, instead);
        }
    }
}
