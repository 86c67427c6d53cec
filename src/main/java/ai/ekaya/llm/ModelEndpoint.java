package ai.ekaya.llm;

import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.egress.Reach;
import ai.ekaya.keys.Secret;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * A model that can be asked, as a project's settings lead to it.
 *
 * @param base as people wrote it
 * @param key opened for each request; empty where none is needed
 * @param tls made for each ask; empty for the server's own choice
 */
record ModelEndpoint(
        LlmProvider provider,
        Reach reach,
        OutboundUrl base,
        String model,
        Optional<Supplier<Secret>> key,
        Optional<Supplier<SSLContext>> tls,
        Optional<Prices> prices,
        String settingsKey) {

    /** Of a million tokens each, in millionths of whatever currency. */
    record Prices(long inputMicros, long outputMicros) {
        private static final long MILLION = 1_000_000;

        /** To the nearest millionth. */
        long of(ModelTokens tokens) {
            return Math.addExact(part(tokens.input(), inputMicros), part(tokens.output(), outputMicros));
        }

        private static long part(long tokens, long micros) {
            long whole = Math.multiplyExact(tokens / MILLION, micros);
            return Math.addExact(whole, (Math.multiplyExact(tokens % MILLION, micros) + MILLION / 2) / MILLION);
        }
    }

    OptionalLong cost(ModelTokens tokens) {
        return prices.isPresent() ? OptionalLong.of(prices.get().of(tokens)) : OptionalLong.empty();
    }
}
