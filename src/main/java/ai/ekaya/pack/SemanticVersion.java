package ai.ekaya.pack;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as semver.org 2.0.0 defines it; its order is that of precedence, so build metadata does not count.
 *
 * @param core major, minor, patch
 * @param preRelease the identifiers after {@code -}; empty for a release
 */
public record SemanticVersion(List<BigInteger> core, List<String> preRelease) implements Comparable<SemanticVersion> {
    private static final String NUMBER = "(0|[1-9][0-9]{0,9})";
    private static final String IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-(" + IDENTIFIER
            + "(?:\\." + IDENTIFIER + ")*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");
    private static final int CHARS_MAX = 64;

    public SemanticVersion {
        core = List.copyOf(core);
        preRelease = List.copyOf(preRelease);
    }

    /** Empty when the text is no semantic version or longer than 64 characters. */
    public static Optional<SemanticVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > CHARS_MAX || !matcher.matches()) {
            return Optional.empty();
        }
        List<BigInteger> core = List.of(
                new BigInteger(matcher.group(1)), new BigInteger(matcher.group(2)), new BigInteger(matcher.group(3)));
        String identifiers = matcher.group(4);
        return Optional.of(
                new SemanticVersion(core, identifiers == null ? List.of() : List.of(identifiers.split("\\."))));
    }

    /** The release that this version is or leads to. */
    public SemanticVersion release() {
        return new SemanticVersion(core, List.of());
    }

    @Override
    public int compareTo(SemanticVersion other) {
        for (int index = 0; index < core.size(); index++) {
            int order = core.get(index).compareTo(other.core.get(index));
            if (order != 0) {
                return order;
            }
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        return comparePreReleases(preRelease, other.preRelease);
    }

    private static int comparePreReleases(List<String> left, List<String> right) {
        for (int index = 0; index < Math.min(left.size(), right.size()); index++) {
            int order = compareIdentifiers(left.get(index), right.get(index));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compareIdentifiers(String left, String right) {
        boolean leftIsNumber = left.chars().allMatch(Character::isDigit);
        boolean rightIsNumber = right.chars().allMatch(Character::isDigit);
        if (leftIsNumber && rightIsNumber) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        return leftIsNumber == rightIsNumber ? left.compareTo(right) : Boolean.compare(rightIsNumber, leftIsNumber);
    }

    @Override
    public String toString() {
        String release = core.get(0) + "." + core.get(1) + "." + core.get(2);
        return preRelease.isEmpty() ? release : release + "-" + String.join(".", preRelease);
    }
}
