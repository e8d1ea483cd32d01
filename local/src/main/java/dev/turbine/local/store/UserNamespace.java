package dev.turbine.local.store;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How root runs PostgreSQL, which refuses root: in a user namespace without any mapping it is
 * nobody, and still owns its files.
 */
public final class UserNamespace {
  private static final List<String> UNSHARE = List.of("unshare", "--user", "--");

  private UserNamespace() {}

  /**
   * What stands before the command: nothing for anyone but root.
   *
   * @throws TurbineException MACHINE when root may not make a user namespace
   */
  public static List<String> prefix() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    if (!isAllowed()) {
      throw new TurbineException(
          Category.MACHINE,
          """
          PostgreSQL does not run as root, and this machine forbids root to make a user namespace \
          (`unshare --user true` fails), which would be the way round.
          Run Turbine as another user, or allow user namespaces (in a container: its seccomp profile).\
          """);
    }
    return UNSHARE;
  }

  private static boolean isAllowed() {
    try {
      Process probe =
          new ProcessBuilder("unshare", "--user", "--", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
