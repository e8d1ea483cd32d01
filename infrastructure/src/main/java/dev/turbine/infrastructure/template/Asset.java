package dev.turbine.infrastructure.template;

import software.amazon.awscdk.Fn;

/**
 * The files of one version of Turbine that templates refer to. All lie in one bucket of the stack's
 * own region, below one prefix that names the version: a prefix, once published, never changes.
 */
public enum Asset {
  /** Everything but the network: {@link #WORKERS} is nested in it. */
  CLUSTER("templates/turbine-cluster.template"),
  /** A network of its own, with {@link #CLUSTER} nested in it. */
  MASTER("templates/turbine-master.template"),
  /** One worker set. */
  WORKERS("templates/turbine-workers.template"),
  /** The function that measures and scales; Java 25, handler {@link #SCALER_HANDLER}. */
  SCALER("lambda/turbine-scaler.zip"),
  /**
   * What runs on every instance: the agent, its jars, Airflow's locks; unpacked to /opt/turbine,
   * with an executable bin/turbine-agent.
   */
  AGENT("agent/turbine-agent.tar.gz");

  /** The entry point in {@link #SCALER}. */
  public static final String SCALER_HANDLER = "dev.turbine.lambda.ScalerHandler::handleRequest";

  private final String path;

  Asset(String path) {
    this.path = path;
  }

  /** Where it lies below the prefix. */
  public String path() {
    return path;
  }

  /**
   * The name of a template without its ending.
   *
   * @throws IllegalStateException when it is no template
   */
  public String templateName() {
    if (!path.endsWith(".template")) {
      throw new IllegalStateException(this + " is no template");
    }
    return path.substring(path.indexOf('/') + 1, path.lastIndexOf('.'));
  }

  /** Its key in the bucket of the parameter AssetsBucket, as CloudFormation resolves it. */
  public String key() {
    return Fn.sub("${AssetsPrefix}" + path);
  }

  /** Its address for a nested stack, as CloudFormation resolves it. */
  public String url() {
    return Fn.sub(
        "https://${AssetsBucket}.s3.${AWS::Region}.${AWS::URLSuffix}/${AssetsPrefix}" + path);
  }
}
