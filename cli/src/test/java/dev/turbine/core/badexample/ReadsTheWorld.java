package dev.turbine.core.badexample;

import java.io.Reader;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Logger;

/** One field or method for each way out of a pure domain. */
abstract class ReadsTheWorld {
  abstract Reader streams();

  abstract HttpClient network();

  abstract Clock clock();

  abstract Logger logging();

  abstract Random chance();

  boolean files(Path file) {
    return Files.exists(file);
  }

  Instant now() {
    return Instant.now();
  }

  String environment() {
    return System.getenv("HOME");
  }

  UUID identity() {
    return UUID.randomUUID();
  }

  double threadChance() {
    return ThreadLocalRandom.current().nextDouble();
  }

  double mathChance() {
    return Math.random();
  }
}
