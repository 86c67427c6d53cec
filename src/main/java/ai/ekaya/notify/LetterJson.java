package ai.ekaya.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** A letter as receivers read it. */
final class LetterJson {
    private final Optional<String> publicUrl;

    /** @param publicUrl where people reach this server, without a slash at the end */
    LetterJson(Optional<String> publicUrl) {
        this.publicUrl = publicUrl;
    }

    byte[] body(Letter letter, Target.Format format) {
        return switch (format) {
            case JSON -> json(letter);
            case TEXT -> text(letter);
        };
    }

    private byte[] json(Letter letter) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", letter.notification().isPresent() ? "notification" : "test")
                .put("timestamp", letter.lastAt().toString());
        ObjectNode data = json.putObject("data").put("project", letter.project().toString());
        letter.notification().map(UUID::toString).ifPresent(id -> data.put("id", id));
        data.put("severity", letter.severity().name())
                .put("title", letter.title())
                .put("body", letter.body());
        letter.app().ifPresent(app -> data.put("app", app));
        letter.run().map(UUID::toString).ifPresent(run -> data.put("run", run));
        link(letter).ifPresent(url -> data.put("url", url));
        data.put("count", letter.count()).put("createdAt", letter.createdAt().toString());
        return bytes(json);
    }

    private byte[] text(Letter letter) {
        StringBuilder text = new StringBuilder()
                .append('*')
                .append(letter.severity())
                .append("* ")
                .append(chat(letter.title()));
        if (!letter.body().isEmpty()) {
            text.append('\n').append(chat(letter.body()));
        }
        letter.app().ifPresent(app -> text.append("\nApp ").append(chat(app)));
        link(letter).ifPresent(url -> text.append("\n<").append(url).append('>'));
        return bytes(JsonNodeFactory.instance.objectNode().put("text", text.toString()));
    }

    /** SECURITY: in chats {@code <!channel>} calls everybody, and {@code <address|words>} is a link that hides where it leads. */
    private static String chat(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Empty where the server does not know its own address, or there is no run to look at. */
    Optional<String> link(Letter letter) {
        return publicUrl.map(url -> url + "/p/" + letter.project()
                + letter.run().map(run -> "/runs/" + run).orElse("/notifications"));
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
