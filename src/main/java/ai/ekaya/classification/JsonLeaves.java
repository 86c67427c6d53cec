package ai.ekaya.classification;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts and numbers in JSON by key, also of JSON that is cut off. */
final class JsonLeaves {
    private static final int KEYS_MAX = 100;
    private static final Pattern PAIR = Pattern.compile(
            "\"([^\"\\\\]{1,60}+)\"\\s{0,4}:\\s{0,4}(?:\"([^\"\\\\]{1,300}+)\"|(-?\\d[\\d.eE+-]{0,40}))");

    private JsonLeaves() {}

    static Map<String, List<String>> of(List<String> documents) {
        Map<String, List<String>> leaves = new LinkedHashMap<>();
        for (String document : documents) {
            Matcher matcher = PAIR.matcher(document);
            while (matcher.find()) {
                String key = matcher.group(1);
                if (leaves.size() < KEYS_MAX || leaves.containsKey(key)) {
                    leaves.computeIfAbsent(key, name -> new ArrayList<>())
                            .add(matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
                }
            }
        }
        return leaves;
    }
}
