package dev.turbine.airflow.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedOptionsTest {
  private final ReservedOptions reserved = new ReservedOptions();

  @Test
  void everythingThatTheStackStandsOnIsRefused() {
    Path folder = Path.of("/folder");
    URI address = URI.create("http://127.0.0.1:1");
    Map<String, String> required =
        AirflowSettings.required(
            new AirflowFolders(folder, folder, folder, folder, folder, folder),
            new StoreAddresses(
                "db", "user", address, Map.of("default", address), address, "logs", "data"),
            new AirflowSecrets("a", "b", "c", "d", "e", "f", "g"),
            8080,
            4);
    assertThat(required).hasSizeGreaterThan(20);
    assertThat(required.keySet())
        .allSatisfy(name -> assertThat(reserved.reasonAgainstVariable(name)).isPresent());
  }

  @Test
  void whatIsOnlyPresetMayBeChanged() {
    assertThat(AirflowSettings.defaults(4).keySet())
        .isNotEmpty()
        .filteredOn(name -> !name.equals("AIRFLOW__CORE__PARALLELISM"))
        .allSatisfy(name -> assertThat(reserved.reasonAgainstVariable(name)).isEmpty());
  }

  @Test
  void parallelismIsSetWhereItIsChecked() {
    assertThat(reserved.reasonAgainst("core", "parallelism")).isEmpty();
    assertThat(reserved.reasonAgainstVariable("AIRFLOW__CORE__PARALLELISM"))
        .hasValueSatisfying(reason -> assertThat(reason).contains("turbine.yaml"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AIRFLOW__CORE__FERNET_KEY_CMD",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_SECRET",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC",
        "AIRFLOW__API_AUTH__JWT_SECRET_SECRET",
        "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__ANYTHING",
        "AIRFLOW__CELERY__POOL",
        "AIRFLOW__CELERY__CELERY_CONFIG_OPTIONS",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_SCHEMA",
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST",
        "AIRFLOW__API_AUTH__JWT_ALGORITHM",
        "AIRFLOW__API__SSL_CERT",
        "AIRFLOW_CONFIG",
        "PYTHONHOME",
        "TURBINE_READY_FILE",
        "AIRFLOW_CONN_TURBINE_S3"
      })
  void whatWouldUndoItIsRefused(String name) {
    assertThat(reserved.reasonAgainstVariable(name)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AIRFLOW__CORE__DEFAULT_TIMEZONE",
        "AIRFLOW__API__WORKERS",
        "AIRFLOW__CORE__MULTI_TEAM",
        "AIRFLOW__CELERY__WORKER_PREFETCH_MULTIPLIER",
        "AIRFLOW__CELERY__EXTRA_CELERY_CONFIG",
        "AIRFLOW__LOGGING__REMOTE_TASK_HANDLER_KWARGS",
        "AIRFLOW__SECRETS__BACKEND",
        "AIRFLOW__SMTP__SMTP_PASSWORD_CMD",
        "AIRFLOW_CONN_WAREHOUSE",
        "AIRFLOW_VAR_TURBINE",
        "AIRFLOW__",
        "AIRFLOW__CORE",
        "MY_TURBINE_",
        "PYTHONPATH",
        ""
      })
  void everythingElseIsAPersonsOwn(String name) {
    assertThat(reserved.reasonAgainstVariable(name)).isEmpty();
  }

  @Test
  void concurrencyNamesTheKeyToSetInstead() {
    assertThat(reserved.reasonAgainst("celery", "worker_concurrency"))
        .hasValueSatisfying(reason -> assertThat(reason).contains("workers.concurrency"));
  }
}
