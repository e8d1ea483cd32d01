package dev.turbine.local.codedeploy;

import dev.turbine.core.appspec.FileExistsBehavior;
import dev.turbine.core.appspec.LifecycleEvent;
import dev.turbine.core.appspec.RevisionOrigin;
import dev.turbine.local.process.Script.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A deployment in a JVM of its own, which ends at a point of it as if it had been killed. */
final class HaltingDeployment {
  /** What a process that was killed ends with. */
  static final int KILLED = 137;

  private HaltingDeployment() {}

  /** The deployment of a revision below a folder: {@code FOLDER/ID} to {@code FOLDER/root}. */
  static DeploymentResult run(Path folder, String id, Bundle bundle, DeploymentListener listener)
      throws IOException, InterruptedException {
    DeploymentRequest request =
        new DeploymentRequest(
            id,
            "app",
            "group",
            "group",
            new RevisionOrigin.Local(),
            Map.of("PATH", "/usr/bin:/bin", "FOLDER", folder.toString()),
            FileExistsBehavior.DISALLOW,
            false);
    return new LocalDeployment(folder.resolve("state"), folder.resolve("root"), "me")
        .run(request, bundle, listener);
  }

  /** Takes the folder, the deployment's id and the point, in words such as {@code line Install}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    String[] point = args[2].split(" ", 2);
    FolderBundle bundle = new FolderBundle(folder.resolve(args[1]));
    Path watched = folder.resolve("root").resolve(point[1]);
    switch (point[0]) {
      case "comes" -> haltWhen(() -> Files.exists(watched));
      case "goes" -> haltWhen(() -> !Files.exists(watched));
      case "unpacked" ->
          haltWhen(
              () -> Files.exists(folder.resolve("state/group/d-2/unpacking").resolve(point[1])));
      default -> {
        // The listener below knows it.
      }
    }
    run(folder, args[1], bundle, new Halting(args[2]));
    // The thread that looks for the point may need another moment.
    Thread.currentThread().join();
  }

  private static void haltWhen(BooleanSupplier point) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (!point.getAsBoolean()) {
            Thread.onSpinWait();
          }
          Runtime.getRuntime().halt(KILLED);
        });
  }

  private record Halting(String point) implements DeploymentListener {
    @Override
    public void begins(LifecycleEvent event) {
      haltAt("begins " + event.word());
    }

    @Override
    public void line(LifecycleEvent event, String script, Output output, String line) {
      haltAt("line " + event.word());
    }

    @Override
    public void ends(EventOutcome outcome) {
      haltAt("ends " + outcome.event().word());
    }

    private void haltAt(String reached) {
      if (reached.equals(point)) {
        Runtime.getRuntime().halt(KILLED);
      }
    }
  }
}
