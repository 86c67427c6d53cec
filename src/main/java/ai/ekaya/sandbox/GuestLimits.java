package ai.ekaya.sandbox;

/**
 * What one run may use, already clipped to the server's ceilings.
 *
 * @param memoryBytesMax memory and tables together
 * @param fuelMax jumps backwards, and calls of compiled apps; bulk operations cost by their length
 * @param timeoutMillisMax from start to end, host calls included
 */
public record GuestLimits(long memoryBytesMax, long fuelMax, long timeoutMillisMax, long outputBytesMax) {}
