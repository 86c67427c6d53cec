package ai.ekaya.host;

import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.Capabilities.Credential;
import ai.ekaya.pack.Capabilities.HttpRule;
import java.util.List;

/**
 * What a run may call over HTTP.
 *
 * @param asked rules of the package
 * @param granted rules of the project
 * @param credentials those that the package declares and the project granted in the same form
 */
public record HttpReach(List<HttpRule> asked, List<HttpRule> granted, List<Credential> credentials) {
    public static final HttpReach NOTHING = new HttpReach(List.of(), List.of(), List.of());

    public HttpReach {
        asked = List.copyOf(asked);
        granted = List.copyOf(granted);
        credentials = List.copyOf(credentials);
    }

    // SECURITY: what a draft asks for nobody has granted: its author could send any secret anywhere. Guarded by
    // HttpRequestTest.a_preview_is_given_no_credential.
    /** What a draft may call in its preview: what it asks for, with no secret of the project. */
    public static HttpReach ofDraft(Capabilities asked) {
        return new HttpReach(asked.http(), asked.http(), List.of());
    }

    public static HttpReach of(Capabilities asked, Capabilities granted) {
        return new HttpReach(
                asked.http(),
                granted.http(),
                asked.credentials().stream()
                        .filter(granted.credentials()::contains)
                        .toList());
    }
}
