package dev.turbine.local.deployment;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.appspec.LifecycleEvent;
import dev.turbine.local.codedeploy.DeploymentListener;
import dev.turbine.local.codedeploy.EventOutcome;
import dev.turbine.local.deployment.DeploymentStatus.State;
import dev.turbine.local.process.Script.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A deployment while it runs, and what was known of it when it ended. */
final class RunningDeployment implements DeploymentListener {
  /** Of what hooks print; a follower gets all of it again and again. */
  private static final int MOST_CHARACTERS = 1 << 17;

  private final String id;
  private final DeploymentOrder order;
  private final List<String> steps = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private int characters;
  private int leftOut;
  private List<String> notes = List.of();
  private List<String> replaced = List.of();
  private State state = State.RUNNING;
  private Optional<String> failure = Optional.empty();
  private boolean activated;
  private String step = "revision";
  private long began = System.nanoTime();

  RunningDeployment(String id, DeploymentOrder order) {
    this.id = id;
    this.order = order;
  }

  String id() {
    return id;
  }

  DeploymentOrder order() {
    return order;
  }

  /** Tells which step begins, of those that are no event. */
  synchronized void begins(String step) {
    this.step = step;
  }

  /** Tells that a step is over, which began when the one before ended. */
  synchronized void done(String step) {
    long now = System.nanoTime();
    steps.add(
        String.format(
            Locale.ROOT, "%s (%.1f s)", step, Duration.ofNanos(now - began).toMillis() / 1000.0));
    began = now;
  }

  synchronized void activated() {
    activated = true;
  }

  synchronized boolean isActivated() {
    return activated;
  }

  synchronized void notes(List<String> notes) {
    this.notes = notes;
  }

  synchronized void succeeded(List<String> replaced) {
    this.replaced = replaced;
    state = State.SUCCEEDED;
  }

  synchronized boolean isOver() {
    return state != State.RUNNING;
  }

  /** Why it failed, in words that name the step. */
  synchronized TurbineException failure(RuntimeException cause) {
    // The words of an event that failed begin with it.
    String place = step.isEmpty() ? "" : step + ": ";
    return cause instanceof TurbineException known
        ? new TurbineException(known.category(), place + known.getMessage(), known)
        : new TurbineException(Category.FAILED, place + cause + "; see the daemon's log", cause);
  }

  synchronized void failed(String reason) {
    failure = Optional.of(reason);
    state = State.FAILED;
  }

  synchronized DeploymentStatus status() {
    List<String> shown = new ArrayList<>(lines);
    if (leftOut > 0 && isOver()) {
      shown.add("... %d lines left out".formatted(leftOut));
    }
    return new DeploymentStatus(id, order.release(), state, steps, shown, notes, replaced, failure);
  }

  @Override
  public synchronized void begins(LifecycleEvent event) {
    step = "";
  }

  @Override
  public synchronized void line(LifecycleEvent event, String script, Output output, String line) {
    characters += script.length() + line.length();
    if (leftOut > 0 || characters > MOST_CHARACTERS) {
      leftOut++;
    } else {
      lines.add(script + ": " + line);
    }
  }

  @Override
  public void ends(EventOutcome outcome) {
    if (outcome instanceof EventOutcome.Succeeded(LifecycleEvent event)) {
      done(event.word());
    }
  }
}
