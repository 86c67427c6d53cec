package ai.ekaya.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which HTTP request the current thread works for. The page filter sets it for the request's thread; work that goes on elsewhere
 * takes it along.
 *
 * @param id ours and not the client's: it stands in the answer's header, in problems and in the audit
 * @param address of the client, which behind a proxy is what server.xml's remoteIp makes of it
 */
public record RequestOrigin(String id, String address) {
    static final String HEADER = "X-Request-Id";
    private static final String ATTRIBUTE = RequestOrigin.class.getName();
    private static final ThreadLocal<@Nullable RequestOrigin> CURRENT = new ThreadLocal<>();

    /** For as long as a thread works for a request. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Made when the request is first seen, and the same on its way to an error page. */
    static RequestOrigin of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestOrigin known) {
            return known;
        }
        RequestOrigin made = new RequestOrigin(UUID.randomUUID().toString(), request.getRemoteAddr());
        request.setAttribute(ATTRIBUTE, made);
        return made;
    }

    public static Optional<RequestOrigin> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** What this thread does until the scope is closed is done for that request, or for none. */
    public static Scope enter(Optional<RequestOrigin> origin) {
        RequestOrigin before = CURRENT.get();
        set(origin.orElse(null));
        return () -> set(before);
    }

    private static void set(@Nullable RequestOrigin origin) {
        if (origin == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(origin);
        }
    }
}
