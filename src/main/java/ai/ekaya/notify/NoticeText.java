package ai.ekaya.notify;

/** A title of one line and a body, of characters that show; made by {@link NoticeTexts} alone. */
public final class NoticeText {
    private final String title;
    private final String body;

    NoticeText(String title, String body) {
        this.title = title;
        this.body = body;
    }

    public String title() {
        return title;
    }

    public String body() {
        return body;
    }
}
