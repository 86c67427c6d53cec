package ai.ekaya.identity;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** An answer of the server's OpenID Connect client as people may see it: its redirects pass, its error pages do not. Not thread-safe. */
final class SsoShown extends HttpServletResponseWrapper {
    private final HttpServletRequest request;
    private final SsoFailures failures;
    private final SsoFailure otherwise;
    private boolean failed;

    SsoShown(HttpServletRequest request, HttpServletResponse response, SsoFailures failures, SsoFailure otherwise) {
        super(response);
        this.request = request;
        this.failures = failures;
        this.otherwise = otherwise;
    }

    @Override
    public void sendError(int status) throws IOException {
        fail();
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        fail();
    }

    @Override
    public void setStatus(int status) {
        if (status < HttpServletResponse.SC_BAD_REQUEST) {
            super.setStatus(status);
            return;
        }
        try {
            fail();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        if (!failed) {
            super.sendRedirect(location);
        }
    }

    private void fail() throws IOException {
        if (!failed) {
            failed = true;
            failures.show(otherwise, request, (HttpServletResponse) getResponse());
        }
    }

    /** It never has a body of use: what is no redirect is a page of the server's. */
    @Override
    public ServletOutputStream getOutputStream() {
        return new Nowhere();
    }

    @Override
    public PrintWriter getWriter() {
        return new PrintWriter(OutputStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public void write(int b) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("An answer of the OpenID Connect client is written at once");
        }
    }
}
