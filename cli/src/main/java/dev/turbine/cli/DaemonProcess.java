package dev.turbine.cli;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.stack.StackDirectory;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The daemon that this command has started. */
final class DaemonProcess {
  private final Process process;
  private final Path log;
  private final long logBegins;

  private DaemonProcess(Process process, Path log, long logBegins) {
    this.process = process;
    this.log = log;
    this.logBegins = logBegins;
  }

  /**
   * Starts a daemon: the same program in a JVM of its own, which leaves the terminal.
   *
   * @param directory of the stack; exists
   */
  static DaemonProcess start(StackDirectory directory, WatchOption watch) {
    Path log = directory.daemonLog();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The launcher knows which flags the program needs; the daemon needs the same.
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.add("daemon");
    command.add("--project");
    command.add(String.valueOf(directory.root().getParent()));
    if (!watch.isWatched()) {
      command.add(watch.argument());
    }
    File output = log.toFile();
    long begins = output.length();
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
              .redirectError(ProcessBuilder.Redirect.appendTo(output))
              .start();
      return new DaemonProcess(process, log, begins);
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE, "Cannot start the daemon: " + e.getMessage() + ".", e);
    }
  }

  boolean hasEnded() {
    return !process.isAlive();
  }

  /** The exit code of a daemon that has ended. */
  int exitCode() {
    return process.exitValue();
  }

  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** What the daemon printed since it was started. */
  String lastWords() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.min(logBegins, file.length()));
      byte[] words = new byte[(int) Math.min(file.length() - file.getFilePointer(), 64 * 1024)];
      file.readFully(words);
      return new String(words, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "The daemon ended, and its log " + log + " cannot be read: " + e.getMessage();
    }
  }
}
