package dev.turbine.local.stack;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.local.deployment.ReleaseTarget;
import java.util.List;
import java.util.Set;

/** The processes of a stack, as releases are made active for them. */
record StackTarget(ServiceProcesses processes, AirflowProcesses services) implements ReleaseTarget {
  @Override
  public void use(Environment python, String release) {
    processes.use(python, release);
  }

  @Override
  public Set<String> releases() {
    return services.releases();
  }

  @Override
  public void wake() {
    services.wake();
  }

  @Override
  public List<String> replaceOutdated() throws InterruptedException {
    return services.replaceOutdated();
  }
}
