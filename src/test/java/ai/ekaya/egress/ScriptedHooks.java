package ai.ekaya.egress;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@link Internet} for rooms that send by {@link Egress}: receivers with names of the test certificate, at public addresses. */
public final class ScriptedHooks implements AutoCloseable {
    private final Internet internet = new Internet();

    /** What came, as a receiver reads it. */
    public record Received(String line, List<String> headers, String body) {
        public String header(String name) {
            return headers.stream()
                    .filter(header -> header.toLowerCase().startsWith(name + ":"))
                    .map(header -> header.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** A receiver. */
    public final class Hook {
        private final Peer peer;

        private Hook(Peer peer) {
            this.peer = peer;
        }

        /** The last one answers all that come after it. */
        public Hook answers(Integer... statuses) {
            peer.answers(List.of(statuses).stream()
                    .map(status -> Peer.text("HTTP/1.1 " + status + " Said", "<peer's words>"))
                    .toArray(Peer.Script[]::new));
            return this;
        }

        public Hook answersHead(String head) {
            peer.answers(Peer.text(head, ""));
            return this;
        }

        /** Takes the request and says nothing. */
        public Hook isSilent(Object until) {
            peer.answers((asked, out) -> silent(out, until));
            return this;
        }

        private void silent(OutputStream out, Object until) {
            synchronized (until) {
                try {
                    until.wait(20_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        public List<Received> received() {
            return peer.asked().stream()
                    .map(asked -> new Received(
                            asked.line(), asked.headers(), new String(asked.body(), StandardCharsets.UTF_8)))
                    .toList();
        }
    }

    /** @param name {@code hooks.example.com}, {@code other.example.com} or another of the test certificate */
    public Hook hook(String name) {
        return new Hook(internet.https(name));
    }

    public void name(String name, String address) {
        internet.name(name, List.of(address));
    }

    /** What an operator names: certificates in PEM. */
    public void trusts(Path caFile) {
        internet.settings = new EgressSettings(
                internet.settings.allowedPrivate(), internet.settings.proxy(), Optional.of(caFile.toString()));
    }

    /** Where connections went. */
    public List<String> connected() {
        return internet.connected;
    }

    public Egress egress() {
        return internet.egress();
    }

    @Override
    public void close() {
        internet.close();
    }
}
