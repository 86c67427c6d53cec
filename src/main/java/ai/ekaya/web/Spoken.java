package ai.ekaya.web;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** An HTTP error whose message is ours and therefore shown; messages of the framework are not. */
public final class Spoken extends WebApplicationException {
    private static final long serialVersionUID = 1L;

    private Spoken(String message, Response response) {
        super(message, response);
    }

    /** 401: nobody is signed in, or with something that does not hold. */
    public static Spoken unauthorized(String message) {
        return new Spoken(
                message,
                Response.status(401)
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"ekaya\"")
                        .build());
    }

    /** 413: the body is larger than this address takes. */
    static Spoken tooLarge(long bytesMax) {
        return new Spoken(
                "The body is larger than " + bytesMax + " bytes",
                Response.status(413).build());
    }
}
