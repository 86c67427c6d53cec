package ai.ekaya.run;

import ai.ekaya.identity.Principal;
import ai.ekaya.install.InstalledApp;
import java.util.Optional;

/**
 * A run to be made.
 *
 * @param inputJson one JSON value, as it came
 * @param idempotencyKey given by a client that may ask twice for the same run
 */
public record NewRun(
        InstalledApp app, Principal principal, Trigger trigger, String inputJson, Optional<String> idempotencyKey) {}
