package ai.ekaya.catalog;

import ai.ekaya.egress.Internet;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.egress.Peer;
import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A made catalog in a real folder, and behind a real web server. */
final class CatalogPlaces implements AutoCloseable {
    private final Internet internet = new Internet();
    private final Map<String, byte[]> served;
    private final Path folder;

    CatalogPlaces(Map<String, byte[]> served) {
        this.served = served;
        // Without TLS, as hundreds of handshakes would take most of the time; FilesOfSiteTest asks with it.
        internet.allowPrivate("api.example.com:80");
        internet.http("api.example.com").answers(this::serve);
        try {
            this.folder = Files.createTempDirectory(Path.of("target"), "catalog");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CatalogFiles site() {
        return new FilesOfSite(internet.egress(), OutboundUrl.parse("http://api.example.com/apps/"), Limits.defaults());
    }

    private void serve(Peer.Asked asked, OutputStream out) throws IOException {
        String path = asked.line().split(" ")[1];
        byte[] bytes = served.get(path.substring("/apps/".length()));
        String head = bytes == null ? "HTTP/1.1 404 Not Found" : "HTTP/1.1 200 OK";
        byte[] body = bytes == null ? new byte[0] : bytes;
        out.write((head + "\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
    }

    /** The files as they are now. */
    CatalogFiles folder() {
        return new FilesOfFolder(writtenTo(folder));
    }

    Path writtenTo(Path to) {
        try {
            for (Map.Entry<String, byte[]> file : served.entrySet()) {
                Path path = to.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        internet.close();
    }
}
