package dev.turbine.local.stack;

import java.lang.System.Logger.Level;
import java.util.List;

/** Closes what was opened in order, the last first. */
final class Closing {
  private static final System.Logger LOG = System.getLogger(Closing.class.getName());

  private Closing() {}

  /** Closes all; a failure is logged and keeps none of the others open. */
  static void inReverse(List<AutoCloseable> opened) {
    for (AutoCloseable resource : opened.reversed()) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "could not close " + resource.getClass().getSimpleName(), e);
      }
    }
  }
}
