package ai.ekaya.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Takes out of a text what was found in it, visibly. */
final class Redaction {
    private Redaction() {}

    static String of(byte[] text, Findings findings) {
        String mark = mark(findings.first());
        if (findings.isEverywhere()) {
            return mark;
        }
        byte[] markBytes = mark.getBytes(UTF_8);
        ByteArrayOutputStream kept = new ByteArrayOutputStream(text.length);
        int at = 0;
        for (Findings.Range range : findings.ranges()) {
            kept.write(text, at, range.first() - at);
            kept.writeBytes(markBytes);
            at = range.last() + 1;
        }
        kept.write(text, at, text.length - at);
        return kept.toString(UTF_8);
    }

    static String mark(Finding finding) {
        return "[redacted: " + finding.name() + "]";
    }
}
