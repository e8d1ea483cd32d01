package dev.turbine.infrastructure.machine;

import java.time.Duration;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.LifecycleHookSpecificationProperty;

/**
 * Keeps a machine out of service until its agent says that it works. So a machine that never does
 * counts nowhere, and its end is told as a launch that failed.
 */
public final class LaunchHook {
  /** A machine that is not ready by then is replaced. */
  public static final Duration TIMEOUT = Duration.ofMinutes(15);

  private LaunchHook() {}

  /** The hook, for a group's own list: a machine may start before a separate hook exists. */
  public static LifecycleHookSpecificationProperty specification() {
    return LifecycleHookSpecificationProperty.builder()
        .lifecycleHookName("launch")
        .lifecycleTransition("autoscaling:EC2_INSTANCE_LAUNCHING")
        .heartbeatTimeout(TIMEOUT.toSeconds())
        .defaultResult("ABANDON")
        .build();
  }
}
