package ai.ekaya.notify;

import ai.ekaya.keys.Secret;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Where a channel leads to. Sealed where it is stored, as a webhook's address is often all that it takes to write to it. */
sealed interface Target {
    /** What a receiver reads. */
    enum Format {
        /** A JSON object, signed: docs/notifications.md. */
        JSON,
        /** {@code {"text": …}}, as chats take it. */
        TEXT
    }

    /** @param secret what deliveries are signed with */
    record Webhook(Secret url, Format format, Secret secret) implements Target {}

    record Mail(List<String> to) implements Target {
        public Mail {
            to = List.copyOf(to);
        }

        /** Who it is for is nobody's in a log. */
        @Override
        public String toString() {
            return "mail to " + to.size();
        }
    }

    /** As it is sealed. */
    default Secret text() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case Webhook webhook ->
                json.putObject("webhook")
                        .put("url", webhook.url().value())
                        .put("format", webhook.format().name())
                        .put("secret", webhook.secret().value());
            case Mail mail -> mail.to().forEach(json.putArray("mail")::add);
        }
        return new Secret(json.toString());
    }

    /** @param text that a target gave */
    static Target of(Secret text) {
        try {
            JsonNode json = Json.mapper().readTree(text.value());
            JsonNode webhook = json.path("webhook");
            if (webhook.isObject()) {
                return new Webhook(
                        new Secret(webhook.path("url").textValue()),
                        Format.valueOf(webhook.path("format").textValue()),
                        new Secret(webhook.path("secret").textValue()));
            }
            List<String> to = new ArrayList<>();
            json.path("mail").forEach(address -> to.add(address.textValue()));
            return new Mail(to);
        } catch (JsonProcessingException e) {
            // Without the cause: it would repeat what was sealed.
            throw new IllegalStateException("A channel's target is no JSON");
        }
    }
}
