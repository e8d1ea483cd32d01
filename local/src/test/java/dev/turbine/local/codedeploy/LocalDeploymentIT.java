package dev.turbine.local.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.appspec.FileExistsBehavior;
import dev.turbine.core.appspec.LifecycleEvent;
import dev.turbine.core.appspec.RevisionOrigin;
import dev.turbine.local.codedeploy.EventOutcome.Failed;
import dev.turbine.local.codedeploy.EventOutcome.NotReached;
import dev.turbine.local.codedeploy.EventOutcome.Skipped;
import dev.turbine.local.codedeploy.EventOutcome.Succeeded;
import dev.turbine.local.file.FileTree;
import dev.turbine.local.process.Script.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LocalDeploymentIT {
  private static final String PATH = "/usr/bin:/bin";

  @TempDir private Path folder;
  private final RecordingListener listener = new RecordingListener();
  private Path root;
  private Path state;

  @BeforeEach
  void makeFolders() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    state = folder.resolve("state");
  }

  @Test
  void eventsHappenInTheirOrder() throws Exception {
    String hooks =
        TestingRevision.EVERYTHING
            + """
            hooks:
              ValidateService: [{location: say.sh}]
              ApplicationStart: [{location: say.sh}, {location: again.sh}]
              AfterInstall: [{location: say.sh}]
              BeforeInstall: [{location: say.sh}]
              ApplicationStop: [{location: say.sh}]
              BeforeBlockTraffic: [{location: say.sh}]
            """;
    TestingRevision revision =
        revision("one", hooks).script("say.sh", "ls $ROOT | wc -l").script("again.sh", "echo");
    DeploymentResult first = deploy("d-1", revision);
    assertThat(first.failure()).isEmpty();
    assertThat(first.outcomes())
        .containsExactly(
            new Skipped(LifecycleEvent.APPLICATION_STOP, "no revision was installed before"),
            new Succeeded(LifecycleEvent.DOWNLOAD_BUNDLE),
            new Succeeded(LifecycleEvent.BEFORE_INSTALL),
            new Succeeded(LifecycleEvent.INSTALL),
            new Succeeded(LifecycleEvent.AFTER_INSTALL),
            new Succeeded(LifecycleEvent.APPLICATION_START),
            new Succeeded(LifecycleEvent.VALIDATE_SERVICE));
    assertThat(first.notes())
        .containsExactly("hooks.BeforeBlockTraffic: not run, this machine has no load balancer");
    assertThat(deploy("d-2", revision).outcomes().getFirst())
        .isEqualTo(new Succeeded(LifecycleEvent.APPLICATION_STOP));
    // The second installation finds the first, and takes it away before its own files come.
    assertThat(listener.lines())
        .containsExactly(
            "BeforeInstall say.sh STDOUT 0",
            "AfterInstall say.sh STDOUT 1",
            "ApplicationStart say.sh STDOUT 1",
            "ApplicationStart again.sh STDOUT ",
            "ValidateService say.sh STDOUT 1",
            "ApplicationStop say.sh STDOUT 1",
            "BeforeInstall say.sh STDOUT 1",
            "AfterInstall say.sh STDOUT 1",
            "ApplicationStart say.sh STDOUT 1",
            "ApplicationStart again.sh STDOUT ",
            "ValidateService say.sh STDOUT 1");
    assertThat(listener.events().subList(0, 4))
        .containsExactly(
            "begins ApplicationStop",
            "ends ApplicationStop",
            "begins DownloadBundle",
            "ends DownloadBundle");
  }

  @Test
  void applicationStopIsThatOfTheRevisionInstalledLast() throws Exception {
    deploy("d-1", stopping("one", "echo one stops for $DEPLOYMENT_ID"));
    deploy("d-2", stopping("two", "echo two stops for $DEPLOYMENT_ID"));
    deploy("d-3", stopping("three", "echo three"));
    assertThat(listener.lines())
        .containsExactly(
            "ApplicationStop stop.sh STDOUT one stops for d-2",
            "ApplicationStop stop.sh STDOUT two stops for d-3");
  }

  @Test
  void aRevisionCountsAsInstalledEvenIfALaterEventFailed() throws Exception {
    TestingRevision failing =
        revision(
                "one",
                "hooks: {ApplicationStop: [{location: stop.sh}], AfterInstall: [{location:"
                    + " no.sh}]}")
            .script("stop.sh", "echo stopped")
            .script("no.sh", "exit 1");
    assertThat(deploy("d-1", failing).failure()).isPresent();
    deploy("d-2", revision("two", ""));
    assertThat(listener.lines()).containsExactly("ApplicationStop stop.sh STDOUT stopped");
  }

  @Test
  void aRevisionThatWasNotInstalledStopsNothing() throws Exception {
    TestingRevision failing =
        revision(
                "one",
                "hooks: {ApplicationStop: [{location: no.sh}], BeforeInstall: [{location: no.sh}]}")
            .script("no.sh", "exit 1");
    assertThat(deploy("d-1", failing).failure()).isPresent();
    assertThat(deploy("d-2", revision("two", "")).failure()).isEmpty();
  }

  @Test
  void aRevisionThatWasRemovedStopsNothing() throws Exception {
    deploy("d-1", stopping("one", "exit 1"));
    FileTree.delete(state.resolve("group-id/d-1"));
    assertThat(deploy("d-2", revision("two", "")).failure()).isEmpty();
  }

  @Test
  void aFailureToStopEndsTheDeploymentUnlessItIsToBeIgnored() throws Exception {
    deploy("d-1", stopping("one", "exit 7"));
    DeploymentResult ended = deploy("d-2", revision("two", ""));
    assertThat(ended.failure().orElseThrow().describe())
        .isEqualTo("ApplicationStop: stop.sh ended with exit code 7");
    assertThat(ended.outcomes().getLast())
        .isEqualTo(new NotReached(LifecycleEvent.VALIDATE_SERVICE));
    DeploymentResult ignored =
        deployment()
            .run(
                request("d-3", FileExistsBehavior.DISALLOW, true),
                new FolderBundle(revision("three", "").folder()),
                listener);
    assertThat(ignored.failure()).isEmpty();
    assertThat(ignored.outcomes().getFirst()).isInstanceOf(Failed.class);
    assertThat(ignored.outcomes().getLast())
        .isEqualTo(new Skipped(LifecycleEvent.VALIDATE_SERVICE, "no scripts"));
  }

  @Test
  void scriptsHaveTheAgentsVariablesAndThoseOfTheRequestOnly() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: env.sh}]}")
            .script("env.sh", "env | grep -v '^_=\\|^PWD=\\|^SHLVL=\\|^OLDPWD=' | sort");
    deploy("d-1", revision);
    assertThat(listener.lines())
        .map(line -> line.substring("AfterInstall env.sh STDOUT ".length()))
        .containsExactly(
            "APPLICATION_NAME=app",
            "BUNDLE_BUCKET=bucket",
            "BUNDLE_KEY=key",
            "DEPLOYMENT_GROUP_ID=group-id",
            "DEPLOYMENT_GROUP_NAME=group-name",
            "DEPLOYMENT_ID=d-1",
            "LIFECYCLE_EVENT=AfterInstall",
            "PATH=" + PATH,
            "ROOT=" + root);
  }

  @Test
  void scriptsRunInTheStateFolderAndFromTheUnpackedRevision() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: s/where.sh}]}")
            .script("s/where.sh", "pwd; echo $0; rm \"$0\"");
    deploy("d-1", revision);
    assertThat(listener.lines())
        .containsExactly(
            "AfterInstall s/where.sh STDOUT " + state,
            "AfterInstall s/where.sh STDOUT "
                + state.resolve("group-id/d-1/deployment-archive/s/where.sh"));
    assertThat(revision.folder().resolve("s/where.sh")).exists();
  }

  @Test
  void aScriptThatIsNotExecutableIsMadeSo() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: a.sh}]}")
            .file("a.sh", "#!/bin/sh\necho ran\n");
    assertThat(deploy("d-1", revision).failure()).isEmpty();
    assertThat(listener.lines()).containsExactly("AfterInstall a.sh STDOUT ran");
    assertThat(revision.folder().resolve("a.sh").toFile().canExecute()).isFalse();
  }

  @Test
  void aScriptWithoutInterpreterIsRunByTheShell() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: 'a b.sh'}]}")
            .file("a b.sh", "echo $((1 + 2))\n");
    assertThat(deploy("d-1", revision).failure()).isEmpty();
    assertThat(listener.lines()).containsExactly("AfterInstall a b.sh STDOUT 3");
  }

  @Test
  void aScriptWithWindowsLinesFailsAndSaysWhy() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: a.sh}]}")
            .file("a.sh", "#!/bin/sh\r\necho ran\r\n");
    assertThat(failure("d-1", revision).describe())
        .startsWith("AfterInstall: a.sh ended with exit code 127: its lines end as on Windows");
    assertThat(listener.lines()).noneMatch(line -> line.contains("ran"));
  }

  @Test
  void aScriptThatFailsEndsTheDeployment() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: a.sh}, {location: b.sh}]}")
            .script("a.sh", "echo out; exit 3")
            .script("b.sh", "echo never");
    DeploymentResult result = deploy("d-1", revision);
    assertThat(result.failure())
        .contains(
            new Failed(
                LifecycleEvent.AFTER_INSTALL,
                Optional.of("a.sh"),
                new FailureCause.ExitCode(3, ""),
                List.of("out")));
    assertThat(result.failure().orElseThrow().describe())
        .isEqualTo("AfterInstall: a.sh ended with exit code 3\nIts last lines:\n  out");
    assertThat(result.outcomes().subList(5, 7))
        .containsExactly(
            new NotReached(LifecycleEvent.APPLICATION_START),
            new NotReached(LifecycleEvent.VALIDATE_SERVICE));
    assertThat(listener.lines()).containsExactly("AfterInstall a.sh STDOUT out");
  }

  @Test
  void aScriptThatASignalEndsFails() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: a.sh}]}").script("a.sh", "kill -9 $$");
    assertThat(failure("d-1", revision).cause()).isEqualTo(new FailureCause.ExitCode(137, ""));
  }

  @Test
  void aScriptThatTakesTooLongIsStoppedWithAllItStarted() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: a.sh, timeout: 1}]}")
            .script("a.sh", "sleep 60 &\necho $!\nwait");
    Failed failed = failure("d-1", revision);
    assertThat(failed.cause()).isEqualTo(new FailureCause.TimedOut(Duration.ofSeconds(1)));
    assertThat(failed.describe())
        .startsWith("AfterInstall: a.sh did not end within 1 s and was stopped\nIts last lines:");
    awaitEnd(Long.parseLong(failed.lastLines().getFirst()));
  }

  @Test
  void allScriptsOfAnEventShareItsLimit() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: a.sh}, {location: b.sh}]}")
            .script("a.sh", "sleep 1")
            .script("b.sh", "sleep 60");
    LocalDeployment impatient = new LocalDeployment(state, root, "me", Duration.ofSeconds(2));
    Failed failed =
        impatient
            .run(request("d-1"), new FolderBundle(revision.folder()), listener)
            .failure()
            .orElseThrow();
    assertThat(failed.script()).contains("b.sh");
    assertThat(failed.cause()).isEqualTo(new FailureCause.TimedOut(Duration.ofSeconds(2)));
  }

  @Test
  void aProcessThatKeepsAnOutputFailsTheScript() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: a.sh, timeout: 1}]}")
            .script("a.sh", "sleep 60 &\necho $!");
    Failed failed = failure("d-1", revision);
    assertThat(failed.cause())
        .isEqualTo(new FailureCause.OutputLeftOpen(Output.STDOUT, Duration.ofSeconds(1)));
    awaitEnd(Long.parseLong(failed.lastLines().getFirst()));
  }

  @Test
  void aScriptThatIsNotThereFails() throws Exception {
    TestingRevision revision = revision("one", "hooks: {AfterInstall: [{location: missing.sh}]}");
    assertThat(failure("d-1", revision).describe())
        .isEqualTo("AfterInstall: missing.sh is no file of the revision");
  }

  @Test
  void aScriptBehindALinkOutOfTheRevisionFails() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: a.sh}]}")
            .script("../outside.sh", "echo ran");
    Files.createSymbolicLink(revision.folder().resolve("a.sh"), folder.resolve("outside.sh"));
    assertThat(failure("d-1", revision).describe()).endsWith("is no file of the revision");
    assertThat(listener.lines()).isEmpty();
  }

  @Test
  void anotherUserIsNamedAndNotTaken() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: a.sh, runas: nobody, sudo: true}]}")
            .script("a.sh", "id -un");
    DeploymentResult result = deploy("d-1", revision);
    assertThat(listener.lines())
        .containsExactly("AfterInstall a.sh STDOUT " + System.getProperty("user.name"));
    assertThat(result.notes())
        .containsExactly(
            "hooks.AfterInstall: a.sh runs as me, not as nobody: only root can change the user",
            "hooks.AfterInstall: a.sh runs without sudo");
  }

  @Test
  void aRevisionWithoutAppspecFailsBeforeItsFirstScript() throws Exception {
    TestingRevision revision = new TestingRevision(folder.resolve("one")).file("a", "A");
    assertThat(failure("d-1", revision).describe())
        .isEqualTo("BeforeInstall failed: The revision has no appspec.yml at its root; add one");
    revision.file("appspec.yaml", "version: 0.0\nos: linux\n");
    assertThat(failure("d-2", revision).describe())
        .endsWith("CodeDeploy reads appspec.yml only: rename it");
  }

  @Test
  void aBrokenAppspecFailsWithAllThatIsWrong() throws Exception {
    TestingRevision revision =
        new TestingRevision(folder.resolve("one")).file("appspec.yml", "version: 1\nos: vms\n");
    assertThat(failure("d-1", revision).describe())
        .isEqualTo(
            """
            BeforeInstall failed: appspec.yml:1: version is 1; expected 0.0, without quotes
            appspec.yml:2: os is 'vms'; expected linux\
            """);
  }

  @Test
  void theAppspecIsReadAnewForEachEvent() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {BeforeInstall: [{location: s/a.sh}]}")
            .script(
                "s/a.sh",
                "cd $(dirname $0)/..; echo '  AfterInstall: [{location: s/b.sh}]' >> hooks\n"
                    + "printf 'version: 0.0\\nos: linux\\nhooks:\\n' | cat - hooks > appspec.yml")
            .script("s/b.sh", "echo hooked later");
    assertThat(deploy("d-1", revision).failure()).isEmpty();
    assertThat(listener.lines()).containsExactly("AfterInstall s/b.sh STDOUT hooked later");
  }

  @Test
  void aRefusedInstallationSaysWhy() throws Exception {
    TestingRevision revision = revision("one", "files: [{source: a, destination: /app}]");
    assertThat(failure("d-1", revision).describe())
        .isEqualTo("Install failed: files: the revision has no 'a'");
  }

  @Test
  void theRequestSaysWhatBecomesOfFilesThatExistUnlessTheAppspecDoes() throws Exception {
    Files.createDirectories(root.resolve("app"));
    Files.writeString(root.resolve("app/a"), "not ours");
    TestingRevision revision = revision("one", TestingRevision.EVERYTHING).file("a", "ours");
    assertThat(failure("d-1", revision).describe()).contains("/app/a exists");
    DeploymentResult result =
        deployment()
            .run(
                request("d-2", FileExistsBehavior.OVERWRITE, false),
                new FolderBundle(revision.folder()),
                listener);
    assertThat(result.failure()).isEmpty();
    assertThat(root.resolve("app/a")).hasContent("ours");
  }

  @Test
  void aBundleThatCannotBeUnpackedFails() throws Exception {
    DeploymentResult result =
        deployment()
            .run(
                request("d-1"),
                (_, _) -> {
                  throw new IOException("half an archive");
                },
                listener);
    assertThat(result.failure().orElseThrow().describe())
        .isEqualTo("DownloadBundle failed: java.io.IOException: half an archive");
  }

  @Test
  void oneDeploymentOfAGroupRunsAtATime() throws Exception {
    AtomicReference<Throwable> second = new AtomicReference<>();
    deployment()
        .run(
            request("d-1"),
            (_, _) -> {
              try {
                deploy("d-2", revision("two", ""));
              } catch (TurbineException e) {
                second.set(e);
              }
            },
            listener);
    assertThat(second.get())
        .isInstanceOfSatisfying(
            TurbineException.class, e -> assertThat(e.category()).isEqualTo(Category.STATE))
        .hasMessageContaining("Another deployment to group-name is running");
    assertThat(deploy("d-3", revision("three", "")).failure()).isEmpty();
  }

  @Test
  void anInterruptionEndsTheScriptAndTheDeployment() throws Exception {
    TestingRevision revision =
        revision("one", "hooks: {AfterInstall: [{location: a.sh}]}")
            .script("a.sh", "sleep 60 &\necho $!\nwait");
    CountDownLatch runs = new CountDownLatch(1);
    AtomicReference<Object> outcome = new AtomicReference<>();
    DeploymentListener opening =
        new DeploymentListener() {
          @Override
          public void begins(LifecycleEvent event) {}

          @Override
          public void line(LifecycleEvent event, String script, Output output, String line) {
            listener.line(event, script, output, line);
            runs.countDown();
          }

          @Override
          public void ends(EventOutcome ended) {}
        };
    Thread deploying =
        Thread.ofPlatform()
            .start(() -> {
              try {
                outcome.set(
                    deployment().run(request("d-1"), new FolderBundle(revision.folder()), opening));
              } catch (InterruptedException | IOException e) {
                outcome.set(e);
              }
            });
    runs.await();
    deploying.interrupt();
    deploying.join();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    String line = listener.lines().getFirst();
    awaitEnd(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "deployment-instructions"})
  void idsThatNameNoFolderAreRefused(String group) {
    assertThatThrownBy(() ->
            new DeploymentRequest(
                "d-1",
                "app",
                group,
                "group-name",
                new RevisionOrigin.Local(),
                Map.of(),
                FileExistsBehavior.DISALLOW,
                false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private TestingRevision revision(String name, String sections) throws IOException {
    return new TestingRevision(folder.resolve(name)).appSpec(sections);
  }

  private TestingRevision stopping(String name, String body) throws IOException {
    return revision(name, "hooks: {ApplicationStop: [{location: stop.sh}]}")
        .script("stop.sh", body);
  }

  private DeploymentResult deploy(String id, TestingRevision revision)
      throws IOException, InterruptedException {
    return deployment().run(request(id), new FolderBundle(revision.folder()), listener);
  }

  private Failed failure(String id, TestingRevision revision)
      throws IOException, InterruptedException {
    return deploy(id, revision).failure().orElseThrow();
  }

  private LocalDeployment deployment() {
    return new LocalDeployment(state, root, "me");
  }

  private DeploymentRequest request(String id) {
    return request(id, FileExistsBehavior.DISALLOW, false);
  }

  private DeploymentRequest request(
      String id, FileExistsBehavior behavior, boolean ignoreStopFailures) {
    return new DeploymentRequest(
        id,
        "app",
        "group-id",
        "group-name",
        new RevisionOrigin.S3("bucket", "key", Optional.empty(), Optional.empty()),
        Map.of(
            "PATH", PATH, "ROOT", root.toString(), "LIFECYCLE_EVENT", "x", "BUNDLE_VERSION", "x"),
        behavior,
        ignoreStopFailures);
  }

  private static void awaitEnd(long pid) {
    // One that was killed may wait to be reaped, and then has no command any more.
    while (ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent()) {
      // JUnit's time limit is an interruption.
      assertThat(Thread.interrupted()).as("process %d lives on", pid).isFalse();
    }
  }
}
