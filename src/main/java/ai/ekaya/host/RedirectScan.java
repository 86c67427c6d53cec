package ai.ekaya.host;

import ai.ekaya.egress.OutboundRequest;
import ai.ekaya.egress.OutboundScan;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.leak.Exit;
import ai.ekaya.leak.RunExits;
import com.fasterxml.jackson.databind.node.TextNode;

/** Looks at where a peer sends a run's request on: what the app itself asked for was looked at by the gate. */
record RedirectScan(RunExits exits, OutboundUrl asked) implements OutboundScan {
    @Override
    public void leaving(OutboundRequest request) {
        if (!request.url().equals(asked)) {
            exits.require(
                    Exit.HTTP_REQUEST, TextNode.valueOf(request.url().text()).toString());
        }
    }
}
