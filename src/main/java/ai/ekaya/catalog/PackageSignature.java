package ai.ekaya.catalog;

import ai.ekaya.pack.PackageHash;
import java.nio.charset.StandardCharsets;

/** A publisher's word that a version of an app is this package. It names the publisher, the app and the version, so that it holds for nothing else. */
public record PackageSignature(String keyId, byte[] signature) {
    /** The bytes that are signed, by Ed25519. */
    public static byte[] message(String publisher, String app, String version, PackageHash hash) {
        return ("ekaya package 1\n" + publisher + "\n" + app + "\n" + version + "\n" + hash + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
