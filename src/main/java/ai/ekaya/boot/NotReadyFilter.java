package ai.ekaya.boot;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers 503 to everything until the server is ready, so that no resource meets a half-started server. */
@WebFilter(urlPatterns = "/*", filterName = "notReady", asyncSupported = true)
public class NotReadyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient StartState state;

    @Inject
    public NotReadyFilter(StartState state) {
        this.state = state;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (state.isReady()) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", "5");
        response.setContentType("application/problem+json");
        response.setCharacterEncoding("UTF-8");
        // The reasons are in /health/ready and in the log; a stranger needs no more than this.
        response.getWriter()
                .write("{\"title\":\"Not ready\",\"status\":503,\"code\":\"UNAVAILABLE\","
                        + "\"detail\":\"The server is not ready, see /health/ready\"}");
    }
}
