package ai.ekaya.llm;

import java.util.OptionalLong;

/**
 * The model that a project has.
 *
 * @param mode {@code own}, {@code community}, {@code on-prem} or {@code embedded}
 * @param model as the provider names it
 * @param settingsKey another after each change of the settings; for keys of what is kept
 * @param communityTokensPerDay what the platform's own model gives a project in a day (UTC), in that mode alone
 */
public record ModelOffer(String mode, String model, String settingsKey, OptionalLong communityTokensPerDay) {}
