package ai.ekaya.leak;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What looks most like something that is to be found, and is not. */
final class NearMisses {
    private NearMisses() {}

    static Map<String, String> of(LeakCorpus corpus, List<String> secrets) {
        Map<String, String> all = new LinkedHashMap<>();
        corpus.keys().forEach((kind, key) -> {
            all.put(kind + " without its end", key.substring(0, key.length() * 2 / 3));
            all.put(kind + " too long", key + "x".repeat(300));
            all.put(kind + ", only its beginning", key.substring(0, Math.min(8, key.length())));
        });
        all.put("half escapes", "%2%25%u&#&#x\\u00\\x");
        all.put("escapes of percent signs", "%25");
        all.put("backslashes", "\\");
        all.put("ampersands", "&#x00000000");
        all.put("headers of web tokens", LeakCorpus.base64Url("{\"alg\":\"HS256\"}") + ".");
        all.put("beginnings of web tokens", "eyJh.");
        all.put("one address in another", "s://a:b");
        all.put("colons of an address", "p://" + "a:".repeat(200));
        all.put("first lines of keys", "-----BEGIN RSA PRIVATE KEY-----");
        all.put("names of keys", "secret_access_key=");
        for (int i = 0; i < 5; i++) {
            String secret = secrets.get(i);
            all.put(
                    "a secret but its first half " + i,
                    secret.substring(secret.length() - Math.min(15, secret.length() / 2)));
            all.put("a secret's last eight letters " + i, secret.substring(secret.length() - 8));
            all.put("a secret but its last letter " + i, secret.substring(0, Math.min(14, secret.length() - 1)) + "~!");
        }
        return all;
    }

    static String repeated(String text, int length) {
        return text.repeat(length / text.length() + 1).substring(0, length);
    }
}
