package ai.ekaya.identity;

import jakarta.enterprise.context.RequestScoped;

/** The principal of the current HTTP request; set by the authentication filter, injected into resources. */
@RequestScoped
public class Caller {
    /** @throws ai.ekaya.limits.Refusal {@code NOT_PERMITTED} when nobody is signed in */
    public Principal principal() {
        throw new UnsupportedOperationException();
    }
}
