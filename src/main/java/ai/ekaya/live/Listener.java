package ai.ekaya.live;

/** Who is given a channel's events. Neither method blocks or throws. */
interface Listener {
    Wish wish();

    /** What is over what a listener may leave unread ends it. */
    void offer(byte[] frame);
}
