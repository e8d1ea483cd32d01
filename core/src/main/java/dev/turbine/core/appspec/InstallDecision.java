package dev.turbine.core.appspec;

import java.util.List;

/** What an appspec makes of a revision on a machine. */
public sealed interface InstallDecision {
  /**
   * It can be installed.
   *
   * @param steps in their order
   * @param notes what of the appspec has no effect on this machine, in lines for a person
   */
  record Install(List<InstallStep> steps, List<String> notes) implements InstallDecision {
    /** Copies both. */
    public Install {
      steps = List.copyOf(steps);
      notes = List.copyOf(notes);
    }
  }

  /**
   * It cannot, and nothing should be changed.
   *
   * @param reasons all of them, in lines for a person; not empty
   */
  record Refuse(List<String> reasons) implements InstallDecision {
    /** Copies the reasons and refuses to refuse without one. */
    public Refuse {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a refusal without a reason");
      }
    }
  }
}
