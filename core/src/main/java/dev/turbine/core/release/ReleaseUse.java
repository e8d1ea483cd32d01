package dev.turbine.core.release;

import dev.turbine.core.release.Retention.Keep;
import dev.turbine.core.release.Retention.Remove;
import dev.turbine.core.release.RunReleases.Known;
import dev.turbine.core.release.RunReleases.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who uses the releases that are on a disk.
 *
 * @param active what new runs use; empty when there is none
 * @param activations what became active, the oldest first; a release may be in it several times
 * @param services what running services were started from
 * @param restored what was brought back because somebody asked for it, and may be about to use it
 * @param runs what runs need
 */
public record ReleaseUse(
    Optional<ReleaseId> active,
    List<ReleaseId> activations,
    Set<ReleaseId> services,
    Set<ReleaseId> restored,
    RunReleases runs) {
  /** How many releases stay that were active last, so that rolling back takes no download. */
  public static final int LATEST = 10;

  /** Copies. */
  public ReleaseUse {
    activations = List.copyOf(activations);
    services = Set.copyOf(services);
    restored = Set.copyOf(restored);
  }

  /**
   * Decides for each release whether it stays. While it is not known what runs need, all stay.
   *
   * @param present what is on the disk
   * @return in the order of {@code present}
   */
  public List<Retention> decide(List<ReleaseId> present) {
    List<ReleaseId> latest = latest();
    List<Retention> decisions = new ArrayList<>();
    for (ReleaseId release : present) {
      decisions.add(decide(release, latest));
    }
    return List.copyOf(decisions);
  }

  private Retention decide(ReleaseId release, List<ReleaseId> latest) {
    if (active.filter(release::equals).isPresent()) {
      return new Keep(release, "is active");
    }
    if (latest.contains(release)) {
      return new Keep(release, "is one of the last %d that were active".formatted(LATEST));
    }
    if (services.contains(release)) {
      return new Keep(release, "is what a running service was started from");
    }
    if (restored.contains(release)) {
      return new Keep(release, "was asked for since the stack came up");
    }
    return switch (runs) {
      case Unknown(String reason) ->
          new Keep(release, "may be what a run needs, which is not known: " + reason);
      case Known(Set<ReleaseId> needed) ->
          needed.contains(release)
              ? new Keep(release, "is what a run needs")
              : new Remove(
                  release,
                  "no run and no service needs it, and it is not one of the last %d"
                      .formatted(LATEST));
    };
  }

  private List<ReleaseId> latest() {
    return activations.reversed().stream().distinct().limit(LATEST).toList();
  }
}
