package dev.turbine.local.codedeploy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.appspec.FileExistsBehavior;
import dev.turbine.core.appspec.HookScript;
import dev.turbine.core.appspec.LifecycleEvent;
import dev.turbine.local.codedeploy.EventOutcome.Failed;
import dev.turbine.local.process.RunningProcess;
import dev.turbine.local.process.ServiceRecords;
import dev.turbine.local.process.ServiceRecords.ServiceRecord;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Deploys revisions to this machine as the CodeDeploy agent does to an instance: an in-place
 * deployment without a load balancer. Killed at any point, the same request leads to the same end.
 */
public final class LocalDeployment {
  private static final Logger LOG = System.getLogger(LocalDeployment.class.getName());

  private final DeploymentFolders folders;
  private final Path root;
  private final String user;
  private final Duration eventLimit;

  /**
   * Changes nothing yet.
   *
   * @param state keeps revisions and records of past deployments; made when it is missing. Scripts
   *     run in it
   * @param root stands for {@code /}; exists
   * @param user the user of this process
   */
  public LocalDeployment(Path state, Path root, String user) {
    this(state, root, user, HookScript.EVENT_LIMIT);
  }

  LocalDeployment(Path state, Path root, String user, Duration eventLimit) {
    this.folders = new DeploymentFolders(state.toAbsolutePath());
    this.root = root.toAbsolutePath();
    this.user = user;
    this.eventLimit = eventLimit;
  }

  /**
   * Deploys a revision.
   *
   * @return how each event went; a deployment that fails is a result, not an exception
   * @throws TurbineException STATE when another deployment of the group runs
   * @throws IOException when the state folder cannot be used
   * @throws InterruptedException when the caller is interrupted; a script that runs is ended first
   */
  public DeploymentResult run(DeploymentRequest request, Bundle bundle, DeploymentListener listener)
      throws IOException, InterruptedException {
    Files.createDirectories(folders.scripts());
    String group = request.groupId();
    try (DeploymentLock _ = DeploymentLock.take(folders.lock(group), request.groupName())) {
      ServiceRecords scripts = new ServiceRecords(folders.scripts());
      // A script outlives a Java that was killed, and would work against its own repetition.
      scripts
          .alive(group)
          .map(ServiceRecord::process)
          .ifPresent(left -> RunningProcess.adopted(left).kill());
      List<String> notes = new ArrayList<>();
      DeploymentEvents events =
          new DeploymentEvents(
              folders,
              new TargetRoot(root),
              user,
              eventLimit,
              request,
              bundle,
              listener,
              scripts,
              notes::add);
      List<EventOutcome> outcomes = outcomes(request, listener, events);
      empty(folders.wastebasket(group));
      return new DeploymentResult(outcomes, notes);
    }
  }

  private static void empty(Wastebasket wastebasket) {
    try {
      wastebasket.empty();
    } catch (IOException e) {
      // No reason to fail: the next deployment tries again.
      LOG.log(Level.WARNING, "removed files are still in {0}: {1}", wastebasket.folder(), e);
    }
  }

  /**
   * Puts a revision's files where its appspec.yml says, and runs no hook.
   *
   * @param revision its folder
   * @param place an empty folder; the files land below its {@code root}, which stands for {@code /}
   * @return {@code root}
   * @throws TurbineException PROJECT with all reasons why it cannot be installed
   */
  public Path layOut(Path revision, Path place) throws IOException, InterruptedException {
    Path fresh = Files.createDirectory(place.toAbsolutePath().resolve("root"));
    TargetRoot elsewhere = new TargetRoot(fresh);
    RevisionFolder files = new RevisionFolder(revision);
    List<String> _ =
        new Installer(
                elsewhere,
                new CleanupFile(place.resolve("installed"), elsewhere, new Wastebasket(place)),
                user)
            .install(files.appSpec(), files, FileExistsBehavior.OVERWRITE);
    return fresh;
  }

  private static List<EventOutcome> outcomes(
      DeploymentRequest request, DeploymentListener listener, DeploymentEvents events)
      throws InterruptedException {
    List<EventOutcome> outcomes = new ArrayList<>();
    boolean failed = false;
    for (LifecycleEvent event : LifecycleEvent.withoutLoadBalancer()) {
      if (failed) {
        outcomes.add(new EventOutcome.NotReached(event));
        continue;
      }
      listener.begins(event);
      EventOutcome outcome = events.run(event);
      listener.ends(outcome);
      outcomes.add(outcome);
      failed =
          outcome instanceof Failed
              && !(event == LifecycleEvent.APPLICATION_STOP
                  && request.ignoreApplicationStopFailures());
    }
    return outcomes;
  }
}
