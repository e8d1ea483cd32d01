package dev.turbine.local.stack;

import dev.turbine.core.service.Service;
import dev.turbine.local.process.ServiceRecords;
import dev.turbine.local.process.ServiceRecords.ServiceRecord;
import dev.turbine.local.process.ServiceState;
import dev.turbine.local.process.ServiceSupervisor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The workers of a stack. One that is to go takes no further task and leaves when its last one has
 * ended; whoever takes its place has a number that is free.
 */
final class Workers {
  private final IntFunction<Service> description;
  private final Function<Service, ServiceSupervisor> supervisor;
  private final List<ServiceSupervisor> present = new ArrayList<>();
  private final List<ServiceSupervisor> leaving = new ArrayList<>();

  /**
   * Starts none yet. Those that outlived an earlier daemon come first; where there are more than
   * are wanted, the rest leaves.
   *
   * @param count how many are wanted
   * @param description of the worker with a number
   */
  Workers(
      int count,
      ServiceRecords records,
      IntFunction<Service> description,
      Function<Service, ServiceSupervisor> supervisor) {
    this.description = description;
    this.supervisor = supervisor;
    for (ServiceRecord survivor : records.alive()) {
      if (survivor.name().startsWith(Survivors.WORKER_PREFIX)) {
        int number = Integer.parseInt(survivor.name().substring(Survivors.WORKER_PREFIX.length()));
        ServiceSupervisor worker = supervisor.apply(description.apply(number));
        if (present.size() < count) {
          present.add(worker);
        } else {
          retire(worker);
        }
      }
    }
    while (present.size() < count) {
      present.add(next());
    }
  }

  private ServiceSupervisor next() {
    Set<String> taken = new HashSet<>();
    all().forEach(worker -> taken.add(worker.status().name()));
    Service free =
        IntStream.iterate(1, number -> number + 1)
            .mapToObj(description)
            .filter(service -> !taken.contains(service.name()))
            .findFirst()
            .orElseThrow();
    return supervisor.apply(free);
  }

  /** Those that take tasks. */
  synchronized List<ServiceSupervisor> present() {
    return List.copyOf(present);
  }

  /** Those that take tasks, and those that finish their last ones. */
  synchronized List<ServiceSupervisor> all() {
    leaving.removeIf(worker -> worker.status().state() == ServiceState.STOPPED);
    List<ServiceSupervisor> all = new ArrayList<>(present);
    all.addAll(leaving);
    return all;
  }

  /**
   * Puts a new worker in the place of each that was started from something else than what holds
   * now; the new one is ready before the old one stops taking tasks. Returns without waiting for
   * those that leave.
   *
   * @return the names of those that leave
   */
  List<String> replaceOutdated() throws InterruptedException {
    List<String> replaced = new ArrayList<>();
    for (ServiceSupervisor old : present()) {
      if (old.isOutdated()) {
        ServiceSupervisor successor;
        synchronized (this) {
          successor = next();
          present.set(present.indexOf(old), successor);
          leaving.add(old);
        }
        successor.start();
        retire(old);
        replaced.add(old.status().name());
      }
    }
    return replaced;
  }

  private void retire(ServiceSupervisor worker) {
    synchronized (this) {
      if (!leaving.contains(worker)) {
        leaving.add(worker);
      }
    }
    Thread.ofVirtual()
        .name("retire-" + worker.status().name())
        .start(() -> {
          try {
            worker.stop(worker.grace());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
