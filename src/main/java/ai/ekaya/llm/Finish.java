package ai.ekaya.llm;

/** Why a model stopped writing. */
enum Finish {
    DONE,
    /** It was to write no more. */
    LENGTH,
    /** It, or its provider's filter, would not say it. */
    HELD_BACK,
    /** As to call a tool, which nobody offered. */
    OTHER
}
