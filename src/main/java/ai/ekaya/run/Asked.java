package ai.ekaya.run;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A run that somebody asks for; its app is read in the transaction that writes the run.
 *
 * @param app slug or id
 * @param inputJson one JSON value, as it came
 * @param idempotencyKey given by a client that may ask twice for the same run
 */
record Asked(
        ProjectId project,
        String app,
        Principal principal,
        Trigger trigger,
        String inputJson,
        Optional<String> idempotencyKey) {

    static Asked of(NewRun asked) {
        return new Asked(
                asked.app().project(),
                asked.app().id().toString(),
                asked.principal(),
                asked.trigger(),
                asked.inputJson(),
                asked.idempotencyKey());
    }

    NewRun of(InstalledApp found) {
        return new NewRun(found, principal, trigger, inputJson, idempotencyKey);
    }

    void refuseTooLarge(Limits limits) {
        int bytes = inputJson.getBytes(StandardCharsets.UTF_8).length;
        long most = limits.of(Limit.RUN_INPUT_BYTES);
        if (bytes > most) {
            throw new Refusal(
                    RefusalCode.LIMIT, "Input is " + Quantity.ofBytes(bytes) + ", at most " + Quantity.ofBytes(most));
        }
    }
}
