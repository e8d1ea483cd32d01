package dev.turbine.core.configuration;

import java.util.Map;
import java.util.Optional;

public record TurbineConfiguration(
    Optional<String> python,
    Map<String, Integer> ports,
    Workers workers,
    Map<String, Map<String, String>> airflow) {
  public record Workers(int count, int concurrency) {}
}
