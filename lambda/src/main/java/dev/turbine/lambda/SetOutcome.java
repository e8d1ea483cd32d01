package dev.turbine.lambda;

import dev.turbine.aws.metric.SetMeasurement;
import dev.turbine.core.scaling.Demand;
import dev.turbine.core.scaling.ScalingState;
import java.util.List;

/** What a round did about one worker set. */
sealed interface SetOutcome {
  /** The set's name. */
  String set();

  /** To be remembered for the set's next decision. */
  ScalingState next();

  /** Whether something that decides was not to be read, so that the workers stayed as they were. */
  boolean isUnread();

  /** The decision was carried out, or was to change nothing. */
  record Decided(SetMeasurement measurement, ScalingState next) implements SetOutcome {
    @Override
    public String set() {
      return measurement.set().name();
    }

    @Override
    public boolean isUnread() {
      return measurement.snapshot().demand() instanceof Demand.Unreadable;
    }
  }

  /**
   * The decision was made and not, or not wholly, carried out: the next round decides anew by what
   * it then sees.
   *
   * @param failure why
   */
  record NotApplied(SetMeasurement measurement, ScalingState next, String failure)
      implements SetOutcome {
    @Override
    public String set() {
      return measurement.set().name();
    }

    @Override
    public boolean isUnread() {
      return false;
    }
  }

  /**
   * The set may have no workers any more.
   *
   * @param leaving machines that were told to leave now
   */
  record Closed(String set, List<String> leaving) implements SetOutcome {
    /** Copies. */
    public Closed {
      leaving = List.copyOf(leaving);
    }

    @Override
    public ScalingState next() {
      return ScalingState.NONE;
    }

    @Override
    public boolean isUnread() {
      return false;
    }
  }

  /**
   * Nothing could be decided.
   *
   * @param failure why
   */
  record Undecided(String set, String failure) implements SetOutcome {
    @Override
    public ScalingState next() {
      return ScalingState.NONE;
    }

    @Override
    public boolean isUnread() {
      return true;
    }
  }
}
