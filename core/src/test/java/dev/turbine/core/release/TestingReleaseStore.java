package dev.turbine.core.release;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Releases in memory. */
public final class TestingReleaseStore implements ReleaseStore {
  private record Kept(byte[] archive, Manifest manifest) {}

  private final Map<ReleaseId, Kept> releases = new ConcurrentHashMap<>();

  @Override
  public boolean put(Path archive, Manifest manifest) {
    try {
      return releases.putIfAbsent(manifest.id(), new Kept(Files.readAllBytes(archive), manifest))
          == null;
    } catch (IOException e) {
      throw new TurbineException(Category.FAILED, archive + " cannot be read", e);
    }
  }

  @Override
  public boolean has(ReleaseId id) {
    return releases.containsKey(id);
  }

  @Override
  public void fetch(ReleaseId id, Path file) {
    Kept kept = releases.get(id);
    if (kept == null) {
      throw new TurbineException(Category.STATE, "There is no release " + id);
    }
    try {
      Files.write(file, kept.archive());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Manifest> list() {
    return releases.values().stream()
        .map(Kept::manifest)
        .sorted(Comparator.comparing(Manifest::made).reversed())
        .toList();
  }

  @Override
  public void delete(ReleaseId id) {
    releases.remove(id);
  }
}
