package dev.turbine.local.codedeploy;

import dev.turbine.core.appspec.LifecycleEvent;
import dev.turbine.local.process.Script.Output;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Remembers all that it is told, in words. */
final class RecordingListener implements DeploymentListener {
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  List<String> events() {
    return events;
  }

  /** What scripts wrote. */
  List<String> lines() {
    return lines;
  }

  @Override
  public void begins(LifecycleEvent event) {
    events.add("begins " + event.word());
  }

  @Override
  public void line(LifecycleEvent event, String script, Output output, String line) {
    lines.add("%s %s %s %s".formatted(event.word(), script, output, line));
  }

  @Override
  public void ends(EventOutcome outcome) {
    events.add("ends " + outcome.event().word());
  }
}
