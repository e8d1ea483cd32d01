package dev.turbine.core.appspec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The events of an in-place deployment, in their order. */
public enum LifecycleEvent {
  /** Scripts before the load balancer lets go of the instance. */
  BEFORE_BLOCK_TRAFFIC("BeforeBlockTraffic", Kind.LOAD_BALANCER),
  /** The load balancer lets go of the instance. */
  BLOCK_TRAFFIC("BlockTraffic", Kind.RESERVED_LOAD_BALANCER),
  /** Scripts after the load balancer let go of the instance. */
  AFTER_BLOCK_TRAFFIC("AfterBlockTraffic", Kind.LOAD_BALANCER),
  /** Scripts of the revision that was installed last, before the new one is there. */
  APPLICATION_STOP("ApplicationStop", Kind.SCRIPTS),
  /** The new revision is unpacked beside the installed one. */
  DOWNLOAD_BUNDLE("DownloadBundle", Kind.RESERVED),
  /** Scripts before files are installed. */
  BEFORE_INSTALL("BeforeInstall", Kind.SCRIPTS),
  /** Files of the last revision go, those of the new one come. */
  INSTALL("Install", Kind.RESERVED),
  /** Scripts after files were installed. */
  AFTER_INSTALL("AfterInstall", Kind.SCRIPTS),
  /** Scripts that start what {@link #APPLICATION_STOP} stopped. */
  APPLICATION_START("ApplicationStart", Kind.SCRIPTS),
  /** Scripts that find out whether it works. */
  VALIDATE_SERVICE("ValidateService", Kind.SCRIPTS),
  /** Scripts before the load balancer takes the instance again. */
  BEFORE_ALLOW_TRAFFIC("BeforeAllowTraffic", Kind.LOAD_BALANCER),
  /** The load balancer takes the instance again. */
  ALLOW_TRAFFIC("AllowTraffic", Kind.RESERVED_LOAD_BALANCER),
  /** Scripts after the load balancer took the instance again. */
  AFTER_ALLOW_TRAFFIC("AfterAllowTraffic", Kind.LOAD_BALANCER);

  private enum Kind {
    SCRIPTS,
    RESERVED,
    LOAD_BALANCER,
    RESERVED_LOAD_BALANCER
  }

  private final String word;
  private final Kind kind;

  LifecycleEvent(String word, Kind kind) {
    this.word = word;
    this.kind = kind;
  }

  /** Its name in appspec.yml and in {@code LIFECYCLE_EVENT}, such as {@code AfterInstall}. */
  public String word() {
    return word;
  }

  /** Whether a project can hook scripts to it. */
  public boolean takesScripts() {
    return switch (kind) {
      case SCRIPTS, LOAD_BALANCER -> true;
      case RESERVED, RESERVED_LOAD_BALANCER -> false;
    };
  }

  /** Whether it happens only in a deployment group with a load balancer. */
  public boolean needsLoadBalancer() {
    return switch (kind) {
      case SCRIPTS, RESERVED -> false;
      case LOAD_BALANCER, RESERVED_LOAD_BALANCER -> true;
    };
  }

  /** The event with that exact name. */
  public static Optional<LifecycleEvent> of(String word) {
    return Arrays.stream(values()).filter(event -> event.word.equals(word)).findFirst();
  }

  /** The events of an in-place deployment without a load balancer, in their order. */
  public static List<LifecycleEvent> withoutLoadBalancer() {
    return Arrays.stream(values()).filter(event -> !event.needsLoadBalancer()).toList();
  }
}
