package dev.turbine.cli;

import dev.turbine.local.process.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The daemon itself: started by {@code turbine up}, detached from the terminal. */
@Command(
    name = "daemon",
    hidden = true,
    description = "Keeps a stack. Started by turbine up, not by hand.")
final class DaemonCommand implements Callable<Integer> {
  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private WatchOption watch = new WatchOption();

  @Override
  public Integer call() throws InterruptedException {
    Terminal.leave();
    return StackKeeper.keep(project.load(), watch.isWatched(), daemon -> {});
  }
}
