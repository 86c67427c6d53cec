package ai.ekaya.llm;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** A circuit for each project and its settings, so that none is held back by what another's model does. The longest unused go. Thread-safe. */
final class ModelCircuits {
    private record Key(ProjectId project, String settings) {}

    private final Limits limits;
    private final Clock clock;
    private final Map<Key, ModelCircuit> circuits = new LinkedHashMap<>(16, 0.75f, true);

    ModelCircuits(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    synchronized ModelCircuit of(ProjectId project, ModelEndpoint endpoint) {
        ModelCircuit found = circuits.computeIfAbsent(
                new Key(project, endpoint.settingsKey()), any -> new ModelCircuit(limits, clock));
        if (circuits.size() > limits.of(Limit.LLM_CIRCUITS_COUNT)) {
            circuits.remove(circuits.keySet().iterator().next());
        }
        return found;
    }
}
