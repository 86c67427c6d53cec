package ai.ekaya.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The outermost filter: the request's id and security headers on everything, the one web page at every address that is a view of it, and a 404 where
 * nothing stands, which a browser shows as a view of its own. The page gets a fresh nonce each time, so it is never cached.
 */
public final class PageFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String PAGE = "/index.html";
    private static final String NONCE_PLACE = "__CSP_NONCE__";
    private static final int NONCE_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int httpsPort;

    /** @param httpsPort where people who come without TLS are led to */
    @Inject
    public PageFilter(@ConfigProperty(name = "HTTPS_PORT", defaultValue = "9443") int httpsPort) {
        this.httpsPort = httpsPort;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestOrigin origin = RequestOrigin.of(request);
        response.setHeader(RequestOrigin.HEADER, origin.id());
        try (RequestOrigin.Scope scope = RequestOrigin.enter(Optional.of(origin))) {
            answer(request, response, chain);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        Headers.set(request, response);
        Headers.cache(response, path);
        Optional<RequestHead.Complaint> unreadable = RequestHead.complaint(request);
        if (unreadable.isPresent()) {
            Answer.problem(response, unreadable.get().status(), unreadable.get().detail());
        } else if (PlainHttp.isFromOutside(request)) {
            PlainHttp.answer(request, response, path, httpsPort);
        } else if (Addresses.isServlet(path)) {
            Optional<String> complaint = MediaTypes.complaint(request);
            if (complaint.isPresent()) {
                Answer.problem(response, HttpServletResponse.SC_BAD_REQUEST, complaint.get());
            } else {
                chain.doFilter(request, response);
            }
        } else if (Addresses.isPage(path)) {
            reading(request, response, () -> page(request, response));
        } else if (Addresses.isFile(path) && getServletContext().getResource(path) != null) {
            reading(request, response, () -> chain.doFilter(request, response));
        } else if (Addresses.reads(request.getMethod()) && MediaTypes.wantsHtml(request)) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            page(request, response);
        } else {
            // Not by sendError: the server writes that to its log, which strangers could fill.
            Answer.problem(response, HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** What a request that reads is answered with. */
    private interface Reading {
        void answer() throws IOException, ServletException;
    }

    private static void reading(HttpServletRequest request, HttpServletResponse response, Reading reading)
            throws IOException, ServletException {
        if (Addresses.reads(request.getMethod())) {
            reading.answer();
        } else {
            response.setHeader("Allow", "GET, HEAD");
            Answer.problem(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    private void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String html = read();
        if (html.isEmpty()) {
            Answer.problem(response, HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        byte[] random = new byte[NONCE_BYTES];
        RANDOM.nextBytes(random);
        String nonce = Base64.getEncoder().encodeToString(random);
        Headers.allow(response, nonce);
        byte[] body = html.replace(NONCE_PLACE, nonce).getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    /** Read each time: it is small, and a developer's build changes it under us. */
    private String read() throws IOException {
        try (InputStream in = getServletContext().getResourceAsStream(PAGE)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
