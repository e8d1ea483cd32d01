package dev.turbine.local.process;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a program the leader of a session of its own, with the same process id: {@code setsid(2)}
 * between fork and exec, which the JDK does not offer.
 *
 * @param arguments what stands before the program and its arguments
 */
record SessionLauncher(List<String> arguments) {
  SessionLauncher {
    arguments = List.copyOf(arguments);
  }

  /** The launcher of this machine: Linux has a program for it, macOS has Perl. */
  static SessionLauncher find() {
    return Stream.of(
            List.of("/usr/bin/setsid"),
            List.of("/bin/setsid"),
            List.of(
                "/usr/bin/perl",
                "-MPOSIX=setsid",
                "-e",
                "setsid(); exec {$ARGV[0]} @ARGV or die qq($ARGV[0]: $!)"))
        .filter(arguments -> Files.isExecutable(Path.of(arguments.getFirst())))
        .findFirst()
        .map(SessionLauncher::new)
        .orElseThrow(() ->
            new TurbineException(
                Category.MACHINE,
                "Found neither setsid nor perl in /usr/bin; scripts cannot be run without."
                    + " Install one of the packages util-linux and perl."));
  }
}
