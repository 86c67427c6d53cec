package ai.ekaya.llm;

import ai.ekaya.identity.ProjectId;
import java.util.UUID;

/**
 * One question of an app to a model.
 *
 * @param appSlug the app's name in its project
 * @param sequence its number in the run's list of calls
 * @param preview whether a draft asks
 * @param ask as it goes out
 */
public record ModelCall(
        ProjectId project,
        UUID app,
        String appSlug,
        UUID run,
        int sequence,
        boolean preview,
        ModelOffer offer,
        ModelAsk ask) {}
