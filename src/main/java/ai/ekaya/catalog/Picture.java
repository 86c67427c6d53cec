package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.SvgIcon;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The kinds of picture that a catalog has. A browser is told the kind, and never asked to find out. */
enum Picture {
    PNG("image/png"),
    WEBP("image/webp"),
    SVG("image/svg+xml");

    private static final byte[] PNG_HEAD = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final String mediaType;

    Picture(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /**
     * What a file is, by its name, when its bytes are that.
     *
     * @throws Refusal {@code UPSTREAM} for bytes that are another kind, or an SVG that does more than draw
     */
    static Picture require(String file, byte[] bytes) {
        Picture picture = file.endsWith(".png") ? PNG : file.endsWith(".webp") ? WEBP : SVG;
        boolean fits = switch (picture) {
            case PNG -> startsWith(bytes, 0, PNG_HEAD);
            case WEBP ->
                startsWith(bytes, 0, "RIFF".getBytes(StandardCharsets.US_ASCII))
                        && startsWith(bytes, 8, "WEBP".getBytes(StandardCharsets.US_ASCII));
            case SVG -> true;
        };
        if (!fits) {
            throw Place.refusal(
                    "The catalog's picture " + file + " is no " + picture.mediaType + ", expected what its name says");
        }
        if (picture == SVG) {
            SvgIcon.problem(bytes).ifPresent(problem -> {
                throw Place.refusal("The catalog's picture " + file + ": " + problem);
            });
        }
        return picture;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] head) {
        return bytes.length >= at + head.length && Arrays.equals(bytes, at, at + head.length, head, 0, head.length);
    }
}
