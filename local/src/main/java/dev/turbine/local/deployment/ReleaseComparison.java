package dev.turbine.local.deployment;

import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.airflow.release.SnapshotContent;
import dev.turbine.core.release.ImportGraph;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseContent;
import dev.turbine.core.release.ReleaseEffects;
import dev.turbine.core.release.ReleaseId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Compares releases that are on this disk, by what lies in their {@code /airflow}. */
public final class ReleaseComparison {
  private final ReleaseFolder releases;
  private final Map<Pair, ReleaseEffects> known = new ConcurrentHashMap<>();

  /** Its files are read once: what becomes active now is what the next one is compared with. */
  private volatile Optional<Snapshot> last = Optional.empty();

  private record Snapshot(ReleaseId id, ReleaseContent content) {}

  private record Pair(ReleaseId old, ReleaseId current) {}

  /** Reads nothing yet. */
  public ReleaseComparison(ReleaseFolder releases) {
    this.releases = releases;
  }

  /**
   * What the activation of a release asks of a stack on which another one is active.
   *
   * @param old empty if none is active
   * @param current on this disk
   */
  public ReleaseEffects effects(Optional<ReleaseId> old, ReleaseId current) {
    return old.filter(releases::exists)
        .map(before -> known.computeIfAbsent(new Pair(before, current), this::compare))
        .orElseGet(() -> compare(ReleaseContent.EMPTY, true, current));
  }

  private ReleaseEffects compare(Pair pair) {
    return compare(
        last.filter(snapshot -> snapshot.id.equals(pair.old))
            .map(Snapshot::content)
            .orElseGet(() -> SnapshotContent.read(releases.airflow(pair.old))),
        !lock(pair.old).equals(lock(pair.current)),
        pair.current);
  }

  private ReleaseEffects compare(ReleaseContent old, boolean lockChanged, ReleaseId current) {
    ReleaseContent content = SnapshotContent.read(releases.airflow(current));
    last = Optional.of(new Snapshot(current, content));
    ImportGraph graph =
        ImportGraph.of(SnapshotContent.pythonSources(releases.airflow(current), content));
    return ReleaseEffects.of(old, content, graph, lockChanged);
  }

  private Optional<String> lock(ReleaseId id) {
    return releases.manifest(id).map(Manifest::lockHash);
  }
}
