package dev.turbine.local.port;

import java.util.Locale;

/** The ports that a local stack listens on, all of them on 127.0.0.1. */
public enum Port {
  /** Airflow's web page and API. */
  WEB(8080),
  /** PostgreSQL. */
  DATABASE(5432),
  /** The SQS server. */
  QUEUE(9324),
  /** The S3 server. */
  OBJECTS(9000),
  /** The daemon's own API and console. */
  DAEMON(8070);

  private final int wanted;

  Port(int wanted) {
    this.wanted = wanted;
  }

  /** The port that a stack takes when nothing says otherwise: the program's usual one. */
  public int wanted() {
    return wanted;
  }

  /** Where turbine.yaml sets it, as {@code ports.database}. */
  public String key() {
    return "ports." + word();
  }

  /** Its name in turbine.yaml, as {@code database}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
