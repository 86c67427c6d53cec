package ai.ekaya.leak;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of a value is a secret by itself: a connection's password, keys in a file of several. */
final class InnerValues {
    private static final Pattern PASSWORD_IN_ADDRESS = Pattern.compile("://[^:@/\\s]{0,128}:([^@/\\s]{1,256})@");
    private static final Pattern PASSWORD_IN_LIST = Pattern.compile(
            "(?i)(?:password|pwd|passwd|accountkey|sharedaccesskey|sharedaccesssignature|secret)\\s{0,8}=\\s{0,8}"
                    + "(?:\"([^\"]{1,256})\"|'([^']{1,256})'|([^;\\s\"']{1,256}))");
    private static final Pattern TOKEN = Pattern.compile("[^\\s\"',;:={}\\[\\]()<>&?|]{16,512}+");
    private static final int TOKENS_MAX = 16;

    private InnerValues() {}

    static Set<String> of(String value) {
        Set<String> inner = new LinkedHashSet<>();
        Matcher password = PASSWORD_IN_ADDRESS.matcher(value);
        while (password.find() && inner.size() < TOKENS_MAX) {
            inner.add(password.group(1));
        }
        Matcher listed = PASSWORD_IN_LIST.matcher(value);
        while (listed.find() && inner.size() < TOKENS_MAX) {
            for (int group = 1; group <= listed.groupCount(); group++) {
                Optional.ofNullable(listed.group(group)).ifPresent(inner::add);
            }
        }
        Matcher token = TOKEN.matcher(value);
        while (token.find() && inner.size() < TOKENS_MAX) {
            if (Strength.isKeyLike(token.group())) {
                inner.add(token.group());
            }
        }
        inner.remove(value);
        return inner;
    }
}
