package dev.turbine.cli;

import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.local.deployment.ActiveRelease;
import dev.turbine.local.deployment.ReleaseRecords;
import dev.turbine.local.stack.StackDirectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The releases of a stack that can be active again: those that are on this disk, and those that
 * were deployed and so are in the store. What was only saved and is needed no more is removed.
 *
 * @param directory of the stack; need not exist
 */
record KnownReleases(StackDirectory directory) {
  /** The last activation of each, the latest first. */
  List<ActiveRelease> all() {
    if (!directory.exists()) {
      return List.of();
    }
    List<ActiveRelease> latestFirst = new ArrayList<>(records().history());
    Collections.reverse(latestFirst);
    Set<String> present = present(latestFirst);
    latestFirst.removeIf(activation -> !present.contains(activation.release()));
    List<ActiveRelease> all = new ArrayList<>();
    for (ActiveRelease activation : latestFirst) {
      if (all.stream().noneMatch(known -> known.release().equals(activation.release()))) {
        all.add(activation);
      }
    }
    return all;
  }

  private Set<String> present(List<ActiveRelease> activations) {
    Set<String> present = new HashSet<>();
    folder().list().forEach(manifest -> present.add(manifest.id().value()));
    activations.stream()
        .filter(activation -> activation.cause() == ActiveRelease.Cause.DEPLOYED)
        .forEach(activation -> present.add(activation.release()));
    return present;
  }

  Optional<String> active() {
    return directory.exists() ? records().active().map(ActiveRelease::release) : Optional.empty();
  }

  /**
   * The release that somebody names by its id or the beginning of it.
   *
   * @throws TurbineException if there is none, or more than one
   */
  String named(String beginning) {
    List<String> found =
        all().stream()
            .map(ActiveRelease::release)
            .filter(release -> release.startsWith(beginning))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new TurbineException(
        Category.USAGE,
        found.isEmpty()
            ? "There is no release %s. See turbine releases.".formatted(beginning)
            : "%s is the beginning of %s. Give more of it."
                .formatted(beginning, String.join(" and ", found)));
  }

  /**
   * The release that was active before the present one.
   *
   * @throws TurbineException if there was none
   */
  String previous() {
    return all().stream()
        .map(ActiveRelease::release)
        .filter(release -> active().filter(release::equals).isEmpty())
        .findFirst()
        .orElseThrow(() ->
            new TurbineException(
                Category.STATE, "There is no release to go back to. See turbine releases."));
  }

  /** In whose words a release was deployed last; empty if nobody said any. */
  String description(String release) {
    return records().history().reversed().stream()
        .filter(activation -> activation.release().equals(release))
        .map(ActiveRelease::description)
        .filter(words -> !words.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** What is known of a release; empty if it is not on this disk any more. */
  Optional<Manifest> manifest(String release) {
    return folder().manifest(new ReleaseId(release));
  }

  ReleaseFolder folder() {
    return ReleaseFolder.open(directory.releases());
  }

  private ReleaseRecords records() {
    return new ReleaseRecords(directory.releases());
  }
}
