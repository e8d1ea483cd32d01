package dev.turbine.local.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.file.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Stream;

/**
 * What a local stack keeps secret. Made once, kept in {@code secrets.json} in the stack's folder.
 *
 * @param databaseAdmin PostgreSQL's superuser {@code postgres}
 * @param databaseAirflow PostgreSQL's role {@code airflow}
 * @param fernetKey Airflow's {@code core.fernet_key}: 32 bytes in URL-safe base64 with padding
 * @param jwtSecret Airflow's {@code api_auth.jwt_secret}
 * @param apiSecretKey Airflow's {@code api.secret_key}
 * @param objectsAccessKey the access key id of the S3 store
 * @param objectsSecretKey the secret access key of the S3 store
 * @param adminPassword what a person types into Airflow's login: 20 letters and digits
 * @param daemonToken what a client of the daemon's HTTP API sends
 */
public record Secrets(
    String databaseAdmin,
    String databaseAirflow,
    String fernetKey,
    String jwtSecret,
    String apiSecretKey,
    String objectsAccessKey,
    String objectsSecretKey,
    String adminPassword,
    String daemonToken) {
  private static final String FILE = "secrets.json";

  /** Without those that look alike when read or dictated: 0 O o, 1 l I i. */
  private static final String READABLE = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /** Refuses an empty value: it would open what it should close. */
  public Secrets {
    if (Stream.of(
            databaseAdmin,
            databaseAirflow,
            fernetKey,
            jwtSecret,
            apiSecretKey,
            objectsAccessKey,
            objectsSecretKey,
            adminPassword,
            daemonToken)
        .anyMatch(value -> value.isBlank())) {
      throw new IllegalArgumentException("a secret is empty");
    }
  }

  /**
   * The secrets of the stack in this folder; makes them at the first call.
   *
   * @param stack the project's {@code .turbine}; made with mode 0700 when missing
   * @throws TurbineException when the file is damaged; it is left as it is
   */
  public static Secrets of(Path stack) {
    Path file = stack.resolve(FILE);
    try {
      if (Files.exists(file)) {
        return read(file);
      }
      PrivateFile.folder(stack);
      Secrets secrets = random(new SecureRandom());
      PrivateFile.write(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(secrets) + "\n");
      return secrets;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Secrets read(Path file) throws IOException {
    String content = PrivateFile.read(file);
    try {
      return JSON.readValue(content, Secrets.class);
    } catch (JsonProcessingException e) {
      // Without the cause: it quotes the file.
      throw new TurbineException(
          Category.STATE,
          """
          The stack's secrets in %s are damaged (line %d).
          Put the file back from a backup. Without one, delete it: new secrets are made, and what \
          Airflow has encrypted (connections, variables) must be entered again.\
          """
              .formatted(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr()));
    }
  }

  private static Secrets random(SecureRandom random) {
    return new Secrets(
        token(random, 24),
        token(random, 24),
        Base64.getUrlEncoder().encodeToString(bytes(random, 32)),
        token(random, 48),
        token(random, 48),
        readable(random, 20),
        token(random, 30),
        readable(random, 20),
        token(random, 32));
  }

  private static byte[] bytes(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String token(SecureRandom random, int length) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random, length));
  }

  private static String readable(SecureRandom random, int length) {
    StringBuilder text = new StringBuilder();
    random.ints(length, 0, READABLE.length()).forEach(i -> text.append(READABLE.charAt(i)));
    return text.toString();
  }

  /** Shows no value. */
  @Override
  public String toString() {
    return "Secrets[hidden]";
  }
}
