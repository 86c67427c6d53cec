package ai.ekaya.studio;

import ai.ekaya.identity.ProjectId;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What somebody writes before it is a package.
 *
 * @param files path to text; what is left out of manifest and capabilities is filled in when it is read as a package
 * @param revision counts up with each save
 */
record Draft(
        UUID id, ProjectId project, String name, SortedMap<String, String> files, long revision, Instant changedAt) {
    Draft {
        files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }
}
