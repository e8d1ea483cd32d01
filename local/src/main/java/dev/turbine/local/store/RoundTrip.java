package dev.turbine.local.store;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Something written to a store, read back and deleted again. Works from any process; leaves nothing
 * behind.
 *
 * @param took from the first request to the last answer
 */
public record RoundTrip(Duration took) {
  private interface Trip {
    String comesBackAs(String token) throws SQLException;
  }

  /**
   * Through a table of Airflow's database, committed to the disk.
   *
   * @throws TurbineException when it does not answer, or with something else
   */
  public static RoundTrip through(DatabaseAccess access) {
    return make("The database " + access, token -> throughTable(access, token));
  }

  /**
   * Through a queue of its own on the SQS server.
   *
   * @throws TurbineException when it does not answer, or with something else
   */
  public static RoundTrip through(QueueAccess access) {
    return make(
        "The SQS server " + access.endpoint(),
        token -> {
          try (SqsClient sqs = access.client()) {
            return throughQueue(sqs, token);
          }
        });
  }

  /**
   * Through an object in the bucket for the tasks' data.
   *
   * @throws TurbineException when it does not answer, or with something else
   */
  public static RoundTrip through(ObjectAccess access) {
    return make(
        "The S3 server " + access.endpoint(),
        token -> {
          try (S3Client s3 = access.client()) {
            return throughObject(s3, token);
          }
        });
  }

  private static RoundTrip make(String store, Trip trip) {
    String token = UUID.randomUUID().toString();
    long begun = System.nanoTime();
    try {
      String back = trip.comesBackAs(token);
      if (!back.equals(token)) {
        throw new TurbineException(
            Category.FAILED, "%s gave back \"%s\" for \"%s\".".formatted(store, back, token));
      }
    } catch (SQLException | SdkException e) {
      throw new TurbineException(
          Category.FAILED, "%s failed a round trip: %s".formatted(store, e.getMessage()), e);
    }
    return new RoundTrip(Duration.ofNanos(System.nanoTime() - begun));
  }

  private static String throughTable(DatabaseAccess access, String token) throws SQLException {
    try (Connection connection = access.connect();
        Statement statement = connection.createStatement()) {
      // One transaction, so that a sudden end leaves no table behind.
      connection.setAutoCommit(false);
      String table = statement.enquoteIdentifier("turbine_round_trip_" + token, true);
      statement.execute("CREATE TABLE " + table + " (token text)");
      statement.execute(
          "INSERT INTO " + table + " VALUES (" + statement.enquoteLiteral(token) + ")");
      String back;
      try (ResultSet rows = statement.executeQuery("SELECT token FROM " + table)) {
        back = rows.next() ? rows.getString(1) : "no row";
      }
      statement.execute("DROP TABLE " + table);
      connection.commit();
      return back;
    }
  }

  private static String throughQueue(SqsClient sqs, String token) {
    String queue =
        sqs.createQueue(request -> request.queueName("turbine-round-trip-" + token)).queueUrl();
    try {
      sqs.sendMessage(request -> request.queueUrl(queue).messageBody(token));
      return sqs
          .receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(5))
          .messages()
          .stream()
          .map(Message::body)
          .findFirst()
          .orElse("no message");
    } finally {
      sqs.deleteQueue(request -> request.queueUrl(queue));
    }
  }

  private static String throughObject(S3Client s3, String token) {
    String key = "turbine-round-trip/" + token;
    try {
      s3.putObject(
          request -> request.bucket(ObjectAccess.DATA).key(key), RequestBody.fromString(token));
      return s3.getObjectAsBytes(request -> request.bucket(ObjectAccess.DATA).key(key))
          .asUtf8String();
    } finally {
      s3.deleteObject(request -> request.bucket(ObjectAccess.DATA).key(key));
    }
  }
}
