package dev.turbine.local.codedeploy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.appspec.AppSpec;
import dev.turbine.core.appspec.HookScript;
import dev.turbine.core.appspec.LifecycleEvent;
import dev.turbine.local.codedeploy.EventOutcome.Failed;
import dev.turbine.local.codedeploy.EventOutcome.Skipped;
import dev.turbine.local.codedeploy.EventOutcome.Succeeded;
import dev.turbine.local.process.ServiceOrigin;
import dev.turbine.local.process.ServiceRecords;
import dev.turbine.local.process.ServiceRecords.ServiceRecord;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The events of one deployment.
 *
 * @param eventLimit of all scripts of an event together
 * @param scripts where scripts that run are written down
 * @param notes takes what of the appspec has no effect on this machine
 */
record DeploymentEvents(
    DeploymentFolders folders,
    TargetRoot root,
    String user,
    Duration eventLimit,
    DeploymentRequest request,
    Bundle bundle,
    DeploymentListener listener,
    ServiceRecords scripts,
    Consumer<String> notes) {
  EventOutcome run(LifecycleEvent event) throws InterruptedException {
    try {
      return switch (event) {
        case DOWNLOAD_BUNDLE -> {
          new RevisionStore(folders, request.groupId()).add(request.deploymentId(), bundle);
          yield new Succeeded(event);
        }
        case INSTALL -> install(event);
        case APPLICATION_STOP -> stopLast(event);
        case BEFORE_BLOCK_TRAFFIC,
            BLOCK_TRAFFIC,
            AFTER_BLOCK_TRAFFIC,
            BEFORE_INSTALL,
            AFTER_INSTALL,
            APPLICATION_START,
            VALIDATE_SERVICE,
            BEFORE_ALLOW_TRAFFIC,
            ALLOW_TRAFFIC,
            AFTER_ALLOW_TRAFFIC ->
            hooks(event, revision());
      };
    } catch (TurbineException e) {
      return failed(event, e.getMessage());
    } catch (IOException e) {
      return failed(event, words(e));
    }
  }

  private static Failed failed(LifecycleEvent event, String reason) {
    return new Failed(event, Optional.empty(), new FailureCause.Reason(reason), List.of());
  }

  private static String words(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileAlreadyExistsException exists -> exists.getFile() + " exists";
      case IOException other -> other.toString();
    };
  }

  private RevisionFolder revision() {
    return new RevisionFolder(folders.archive(request.groupId(), request.deploymentId()));
  }

  private EventOutcome stopLast(LifecycleEvent event) throws IOException, InterruptedException {
    Optional<RevisionFolder> last =
        folders
            .lastInstalled(request.groupId())
            .map(id -> folders.archive(request.groupId(), id))
            .filter(Files::isDirectory)
            .map(RevisionFolder::new);
    return last.isPresent()
        ? hooks(event, last.get())
        : new Skipped(event, "no revision was installed before");
  }

  private EventOutcome hooks(LifecycleEvent event, RevisionFolder revision)
      throws IOException, InterruptedException {
    // Read anew for each event, as the agent does: a script may have changed it.
    List<HookScript> hooked = revision.appSpec().scripts(event);
    if (hooked.isEmpty()) {
      return new Skipped(event, "no scripts");
    }
    HookScripts run =
        new HookScripts(
            event,
            revision,
            request.variables(event.word()),
            folders.root(),
            listener,
            process ->
                scripts.write(
                    new ServiceRecord(
                        request.groupId(),
                        process,
                        new ServiceOrigin(request.deploymentId(), ""))));
    try {
      Optional<Failed> failure = run.run(hooked, eventLimit);
      return failure.isPresent() ? failure.get() : new Succeeded(event);
    } finally {
      scripts.remove(request.groupId());
    }
  }

  private EventOutcome install(LifecycleEvent event) throws IOException, InterruptedException {
    AppSpec spec = revision().appSpec();
    spec.hookNotes(user).forEach(notes);
    CleanupFile cleanup =
        new CleanupFile(
            folders.cleanup(request.groupId()), root, folders.wastebasket(request.groupId()));
    new Installer(root, cleanup, user)
        .install(spec, revision(), request.fileExistsBehavior())
        .forEach(notes);
    folders.recordInstalled(request.groupId(), request.deploymentId());
    return new Succeeded(event);
  }
}
