package dev.turbine.aws.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** Parameters of Systems Manager in memory. */
public final class TestingParameters implements SsmClient {
  private static final int LARGEST = 4096;

  private final Map<String, String> values = new HashMap<>();
  private String error = "";
  private int writes;

  /** Sets a parameter's value, as a person or a stack does. */
  public synchronized void set(String name, String value) {
    values.put(name, value);
  }

  /** A parameter's value. */
  public synchronized Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** How often one was written. */
  public synchronized int writes() {
    return writes;
  }

  /** From now on every call fails with this code; with an empty one none does. */
  public synchronized void fail(String code) {
    error = code;
  }

  @Override
  public synchronized GetParameterResponse getParameter(GetParameterRequest request) {
    failIfAsked();
    String value = values.get(request.name());
    if (value == null) {
      throw ParameterNotFoundException.builder().message("no " + request.name()).build();
    }
    return GetParameterResponse.builder()
        .parameter(Parameter.builder().name(request.name()).value(value).build())
        .build();
  }

  @Override
  public synchronized PutParameterResponse putParameter(PutParameterRequest request) {
    failIfAsked();
    if (values.containsKey(request.name()) && !request.overwrite()) {
      throw ParameterAlreadyExistsException.builder().message(request.name()).build();
    }
    if (request.value().length() > LARGEST) {
      throw error(
          "ValidationException", "Standard tier parameters support at most 4096 characters");
    }
    writes++;
    values.put(request.name(), request.value());
    return PutParameterResponse.builder().build();
  }

  private void failIfAsked() {
    if (!error.isEmpty()) {
      throw error(error, "as the test asked");
    }
  }

  private static SsmException error(String code, String message) {
    return (SsmException)
        SsmException.builder()
            .statusCode(400)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
