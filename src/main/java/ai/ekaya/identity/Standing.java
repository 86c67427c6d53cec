package ai.ekaya.identity;

/** What a request came with, for who asks again later whether it still counts; see {@link Standings}. */
public sealed interface Standing {
    /** A browser's session. */
    record OfSession(SessionToken token) implements Standing {
        @Override
        public String toString() {
            return "OfSession[***]";
        }
    }

    /** A token of ours or of the identity provider. */
    record OfBearer(String text) implements Standing {
        @Override
        public String toString() {
            return "OfBearer[***]";
        }
    }
}
