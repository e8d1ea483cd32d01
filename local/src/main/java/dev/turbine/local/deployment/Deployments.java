package dev.turbine.local.deployment;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.airflow.release.Revision;
import dev.turbine.airflow.release.RevisionArchive;
import dev.turbine.airflow.release.StagedRelease;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.appspec.FileExistsBehavior;
import dev.turbine.core.appspec.RevisionOrigin;
import dev.turbine.core.project.Project;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseEffects;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.core.release.ReleaseStore;
import dev.turbine.local.codedeploy.DeploymentRequest;
import dev.turbine.local.codedeploy.DeploymentResult;
import dev.turbine.local.codedeploy.EventOutcome;
import dev.turbine.local.codedeploy.FolderBundle;
import dev.turbine.local.codedeploy.LocalDeployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes releases active, one after another: the files of a revision go where its appspec.yml says,
 * its hooks run, and one of them, {@code turbine-agent activate}, makes what then lies in {@code
 * /airflow} the release that new runs use. Whatever fails leaves the release before active.
 */
public final class Deployments implements DeploymentControl {
  private static final Logger LOG = System.getLogger(Deployments.class.getName());
  private static final String APPLICATION = "turbine";
  private static final String GROUP = "local";

  private final ReleasePlaces places;
  private final ReleaseFolder releases;
  private final ReleaseRecords records;
  private final Supplier<ReleaseStore> store;
  private final LocalDeployment codeDeploy;
  private final HookEnvironment hooks;
  private final EnvironmentSource environments;
  private final ReleaseComparison comparison;
  private final ReleaseTarget target;
  private final Supplier<String> newId;
  private final Clock clock;

  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private final Map<String, RunningDeployment> known = new ConcurrentHashMap<>();
  private Optional<Activation> activation = Optional.empty();

  /** What a hook of the deployment under way needs to activate it. */
  private record Activation(
      RunningDeployment deployment, Optional<StagedRelease> staged, Manifest manifest) {}
}
