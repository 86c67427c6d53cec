package ai.ekaya.host;

import ai.ekaya.egress.OutboundRequest;
import ai.ekaya.egress.OutboundScan;
import ai.ekaya.leak.Exit;
import ai.ekaya.leak.RunExits;

/** Looks at each request to a model as it leaves: of a second round, what the model itself wrote is in it. */
record PromptScan(RunExits exits) implements OutboundScan {
    @Override
    public void leaving(OutboundRequest request) {
        request.body().ifPresent(body -> exits.require(Exit.PROMPT, body));
    }
}
