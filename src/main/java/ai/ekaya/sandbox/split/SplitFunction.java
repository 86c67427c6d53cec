package ai.ekaya.sandbox.split;

import java.util.Optional;

/**
 * What became of one function over the limit.
 *
 * @param index among all functions of the module, imported ones first
 * @param name from the module's name section, else as {@code function 12}
 * @param sizeBefore estimated bytes of JVM code
 * @param sizeAfter the same of what stayed in place; over the target when no more could be cut out of it
 * @param pieces how many functions were made of it, with pieces of pieces
 * @param largestPiece estimated size of the largest of them, 0 without any
 * @param leftWhole why nothing was cut; empty when something was tried
 */
public record SplitFunction(
        int index,
        String name,
        int sizeBefore,
        int sizeAfter,
        int pieces,
        int largestPiece,
        Optional<String> leftWhole) {}
