package dev.turbine.core.service;

import java.net.URI;
import java.nio.file.Path;

/** How to see that a service does its work. */
public sealed interface Readiness {
  /** Ready when a GET of the address answers with status 200. */
  record Answers(URI address) implements Readiness {}

  /**
   * Ready when Airflow's health report shows a heartbeat of the component that is younger than the
   * process: an older one may be the predecessor's.
   *
   * @param component the key in the JSON of {@code /api/v2/monitor/health}: {@code scheduler},
   *     {@code dag_processor} or {@code triggerer}
   */
  record Heartbeat(String component) implements Readiness {}

  /** Ready when the service has made this file since it was started. */
  record Announces(Path file) implements Readiness {}
}
