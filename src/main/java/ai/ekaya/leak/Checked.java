package ai.ekaya.leak;

import java.util.Optional;

/**
 * A text that was looked at.
 *
 * @param safe the text, without what was found
 * @param leak what was found first; empty when nothing was, and then the text is as it came
 */
public record Checked(String safe, Optional<Leak> leak) {}
