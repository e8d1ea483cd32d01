package dev.turbine.aws.state;

import dev.turbine.aws.call.AwsCall;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The kept state in a parameter of Systems Manager. */
public final class StateParameter {
  private final SsmClient client;
  private final String name;

  /**
   * Asks nothing yet.
   *
   * @param client stays open and belongs to the caller
   * @param name of the parameter
   */
  public StateParameter(SsmClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * What was saved last; empty when nothing was, or nothing that can be understood.
   *
   * @throws dev.turbine.core.TurbineException when it cannot be read
   */
  public Optional<KeptState> load() {
    return AwsCall.of(
        "The state in the parameter " + name + " could not be read",
        () -> {
          try {
            return StateJson.read(
                client.getParameter(request -> request.name(name)).parameter().value());
          } catch (ParameterNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /**
   * Replaces what was saved.
   *
   * @throws dev.turbine.core.TurbineException when it cannot be written
   */
  public void save(KeptState state) {
    AwsCall.of(
        "The state could not be saved in the parameter " + name,
        () ->
            client.putParameter(request ->
                request
                    .name(name)
                    .value(StateJson.write(state))
                    .type(ParameterType.STRING)
                    .overwrite(true)));
  }
}
