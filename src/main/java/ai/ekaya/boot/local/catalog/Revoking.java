package ai.ekaya.boot.local.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.regex.Pattern;

/** What {@code revoked.json} is written with. */
final class Revoking {
    private static final Pattern PACKAGE = Pattern.compile("blake3:[0-9a-f]{64}");
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

    private Revoking() {}

    static ObjectNode nothing() {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("format", 1);
        list.putArray("packages");
        list.putArray("keys");
        return list;
    }

    /** @param what a package's hash, or the name of a publisher's key */
    static ObjectNode with(ObjectNode list, String what, String reason, Instant since) {
        boolean isPackage = PACKAGE.matcher(what).matches();
        if (!isPackage && !KEY.matcher(what).matches()) {
            throw new Wrong("'" + what + "' is neither a package's hash, blake3:…, nor the name of a publisher's key");
        }
        ArrayNode into = (ArrayNode) list.path(isPackage ? "packages" : "keys");
        into.addObject()
                .put(isPackage ? "packageHash" : "keyid", what)
                .put("reason", reason)
                .put("since", since.toString());
        return list;
    }
}
