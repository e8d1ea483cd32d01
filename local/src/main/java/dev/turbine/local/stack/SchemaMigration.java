package dev.turbine.local.stack;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.process.LogTail;
import dev.turbine.local.process.PythonParent;
import dev.turbine.local.process.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings Airflow's tables to the version of the installed Airflow.
 *
 * @param log takes what the migration prints
 */
record SchemaMigration(PythonParent parent, Path log) {
  /** An upgrade of a large history takes minutes; a database that is up to date a second. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * Waits until the tables are up to date.
   *
   * @throws TurbineException if they cannot be brought there
   */
  void run() throws InterruptedException {
    RunningProcess migration = parent.start("db migrate", List.of("db", "migrate"), Map.of(), log);
    Optional<String> failure = migration.finish(LIMIT);
    if (failure.isPresent()) {
      throw failed(failure.get());
    }
  }

  private TurbineException failed(String how) {
    return new TurbineException(
        Category.FAILED,
        "The migration of Airflow's database %s. %s".formatted(how, LogTail.quote(log)));
  }
}
