package ai.ekaya.sandbox;

/** What one run may use, already clipped to the server's ceilings. */
public record GuestLimits(long memoryBytesMax, long timeoutMillisMax, long outputBytesMax) {}
