package ai.ekaya.egress;

import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Puts a secret into a request that is about to be sent. What comes out is sent and nothing else. */
final class Injection {
    private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7e]+");
    private static final String AUTHORIZATION = "Authorization";

    private Injection() {}

    static WireRequest plain(OutboundRequest request) {
        return to(request, request.url().target(), request.headers());
    }

    /** @param id the credential's, for messages */
    static WireRequest with(OutboundRequest request, String id, Inject inject, Secret secret) {
        return switch (inject) {
            case Inject.Header(String name, String prefix) -> header(request, name, prefix, secret, id);
            case Inject.Basic(String user) ->
                header(request, AUTHORIZATION, "Basic ", new Secret(base64(user + ":" + secret.value())), id);
            case Inject.OAuth2 oauth -> header(request, AUTHORIZATION, "Bearer ", secret, id);
            case Inject.Query(String name) -> query(request, name, secret);
            case Inject.Path(String placeholder) -> path(request, placeholder, secret, id);
        };
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static WireRequest header(OutboundRequest request, String name, String prefix, Secret secret, String id) {
        boolean given =
                request.headers().stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
        if (given) {
            throw OutboundUrl.bad(
                    "The header " + name + " cannot be set here, the credential '" + id + "' goes into it");
        }
        // SECURITY: a secret is somebody's text too; with a line break in it, it would be more than one header.
        if (!VISIBLE.matcher(secret.value()).matches()) {
            throw new Refusal(
                    RefusalCode.CONFLICT,
                    "The secret '" + id
                            + "' is empty or has other than printable ASCII, so it fits in no header; set it anew");
        }
        List<Header> headers = new ArrayList<>(request.headers());
        headers.add(new Header(name, prefix + secret.value()));
        return to(request, request.url().target(), headers);
    }

    private static WireRequest query(OutboundRequest request, String name, Secret secret) {
        String query = request.url().query();
        for (String given : query.isEmpty() ? new String[0] : query.substring(1).split("&", -1)) {
            if (given.split("=", 2)[0].equals(name)) {
                throw OutboundUrl.bad("The query parameter " + name + " cannot be set here, a credential goes into it");
            }
        }
        String added = name + "=" + escaped(secret);
        String longer = query.isEmpty() || query.equals("?") ? "?" + added : query + "&" + added;
        return to(request, request.url().path() + longer, request.headers());
    }

    private static WireRequest path(OutboundRequest request, String placeholder, Secret secret, String id) {
        String path = request.url().path();
        String mark = "{" + placeholder + "}";
        String[] around = path.split(Pattern.quote(mark), -1);
        if (around.length != 2) {
            throw OutboundUrl.bad("The URL's path needs " + mark + " once, where the credential '" + id + "' goes");
        }
        String value = escaped(secret);
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
            throw new Refusal(RefusalCode.CONFLICT, "The secret '" + id + "' is no part of a path; set it anew");
        }
        return to(request, around[0] + value + around[1] + request.url().query(), request.headers());
    }

    /** Also of slashes, so that a secret stays in its segment. */
    private static String escaped(Secret secret) {
        return URLEncoder.encode(secret.value(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static WireRequest to(OutboundRequest request, String target, List<Header> headers) {
        if (target.indexOf('{') >= 0 || target.indexOf('}') >= 0) {
            throw OutboundUrl.bad(
                    "The URL's path has { or }, expected them only around the name of a credential for the path");
        }
        return new WireRequest(
                request.reach(), request.method(), request.url(), target, headers, request.body(), request.tls());
    }
}
