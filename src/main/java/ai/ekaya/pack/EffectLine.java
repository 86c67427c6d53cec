package ai.ekaya.pack;

/**
 * One thing that capabilities let an app do.
 *
 * @param text in plain words, a sentence's end: {@code calls https://api.example.com/ with GET}
 * @param part of the capabilities, just enough for it; what contains this part allows it
 */
public record EffectLine(Effect effect, String text, Capabilities part) {}
