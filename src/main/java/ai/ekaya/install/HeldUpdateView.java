package ai.ekaya.install;

import java.time.Instant;

/**
 * An update that waits until an admin agrees.
 *
 * @param app slug of the app
 * @param by the sign-in name of who asked for it
 */
public record HeldUpdateView(String app, ConsentView consent, String by, Instant at) {}
