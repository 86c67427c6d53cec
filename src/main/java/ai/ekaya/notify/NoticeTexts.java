package ai.ekaya.notify;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Where every notification's text comes in, an app's as well as the platform's. Thread-safe. */
@Singleton
public final class NoticeTexts {
    private static final char UNKNOWN = '\uFFFD';

    private final int titleMax;
    private final int bodyMax;

    @Inject
    public NoticeTexts(Limits limits) {
        this.titleMax = limits.intOf(Limit.NOTIFY_TITLE_COUNT);
        this.bodyMax = limits.intOf(Limit.NOTIFY_BODY_COUNT);
    }

    /**
     * What is over the bounds is cut, visibly.
     *
     * @param project whose people read it
     */
    public NoticeText text(ProjectId project, String title, String body) {
        return new NoticeText(
                clipped(shown(title, false).strip(), titleMax),
                clipped(shown(body, true).strip(), bodyMax));
    }

    /**
     * SECURITY: a title becomes a header of a mail and a line of a chat, so it has no line break; and neither has what shows nothing and
     * turns round what does. Guarded by NoticeTextsTest.
     */
    private static String shown(String text, boolean lines) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (lines && point == '\n' || point == '\t') {
                shown.appendCodePoint(point);
            } else if (isLineBreak(point)) {
                shown.append(lines && point == '\r' ? "" : " ");
            } else {
                shown.appendCodePoint(isHidden(point) ? UNKNOWN : point);
            }
        });
        return shown.toString();
    }

    private static boolean isLineBreak(int point) {
        int type = Character.getType(point);
        return point == '\n'
                || point == '\r'
                || point == 0x0B
                || point == 0x0C
                || point == 0x85
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** Controls, halves of pairs, marks that change the direction of what follows, and what shows nothing; joiners stay, as {@code visible.ts} has it. */
    private static boolean isHidden(int point) {
        return Character.isISOControl(point)
                || Character.getType(point) == Character.SURROGATE
                || point == 0x061C
                || point == 0x200B
                || point == 0x200E
                || point == 0x200F
                || point >= 0x202A && point <= 0x202E
                || point >= 0x2060 && point <= 0x2069
                || point == 0xFEFF;
    }

    private static String clipped(String text, int countMax) {
        if (text.length() <= countMax) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(countMax - 2)) ? countMax - 2 : countMax - 1;
        return text.substring(0, end) + "…";
    }
}
