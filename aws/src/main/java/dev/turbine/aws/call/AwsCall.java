package dev.turbine.aws.call;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Calls AWS, and says what went wrong without what differs each time, such as request ids. */
public final class AwsCall {
  private AwsCall() {}

  /**
   * Makes a call.
   *
   * @param failure what could not be done, as a sentence without its full stop
   * @throws TurbineException with that, and AWS's code and reason
   */
  public static <T> T of(String failure, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new TurbineException(Category.FAILED, failure + ": " + reason(e), e);
    }
  }

  private static String reason(SdkException e) {
    if (e instanceof AwsServiceException service) {
      AwsErrorDetails details = service.awsErrorDetails();
      if (details != null) {
        return details.errorCode() + ", " + details.errorMessage();
      }
    }
    return String.valueOf(e.getMessage());
  }
}
