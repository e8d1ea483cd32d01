package dev.turbine.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The memory that programs can still get.
 *
 * @param running whether the stack has its memory already
 */
record MemoryCheck(boolean running) implements Check {
  private static final Path TABLE = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";
  private static final long GIGABYTE = 1L << 30;

  @Override
  public String subject() {
    return "memory";
  }

  @Override
  public List<Finding> examine() throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long total = system.getTotalMemorySize();
    // Of a container the total is its limit, while the kernel's table is the whole machine's.
    long available = Math.min(total, available().orElse(system.getFreeMemorySize()));
    return List.of(judge(available, total));
  }

  Finding judge(long available, long total) {
    String seen =
        "%s available of %s".formatted(Amount.gigabytes(available), Amount.gigabytes(total));
    long enough = running ? GIGABYTE : 4 * GIGABYTE;
    return available < enough
        ? Finding.warning(
            subject(), seen, "A stack takes about 3 GB, its tasks come on top: end other programs.")
        : Finding.ok(subject(), seen);
  }

  private static Optional<Long> available() throws IOException {
    try (Stream<String> lines = Files.lines(TABLE)) {
      return lines
          .filter(line -> line.startsWith(AVAILABLE))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (NoSuchFileException notLinux) {
      return Optional.empty();
    }
  }
}
