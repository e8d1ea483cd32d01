package dev.turbine.infrastructure.cluster;

import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Template;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.secretsmanager.CfnSecret;
import software.amazon.awscdk.services.secretsmanager.CfnSecret.GenerateSecretStringProperty;

/**
 * Random values that CloudFormation makes, different in each stack. Letters and digits only: they
 * get into addresses and files of settings.
 */
final class Secrets {
  /** 62 possible characters: 32 of them carry 190 bits. */
  private static final int LENGTH = 32;

  private final Template template;
  private final Encryption encryption;
  private final CfnSecret fernet;
  private final CfnSecret token;
  private final CfnSecret api;
  private final CfnSecret login;
  private final CfnSecret database;
  private final CfnSecret results;

  Secrets(Template template, Encryption encryption) {
    this.template = template;
    this.encryption = encryption;
    this.fernet =
        secret("FernetSecret", "its 32 bytes, as URL-safe base64, are Airflow's Fernet key");
    // The database's last snapshot holds what this key encrypted.
    fernet.getCfnOptions().setDeletionPolicy(CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE);
    fernet.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
    this.token = secret("TokenSecret", "signs the tokens of Airflow's API");
    this.api = secret("ApiSecret", "signs sessions of the UI, and requests for logs");
    this.login = account("LoginSecret", "the first login of the UI", "admin");
    this.database = account("DatabaseSecret", "Airflow's user of its database", "airflow");
    this.results =
        account(
            "WorkerDatabaseSecret",
            "the workers' user of the database, who sees Celery's results only",
            "airflow_results");
  }

  /** ARN; for scheduler and web server. */
  String fernet() {
    return fernet.getRef();
  }

  /** ARN; for scheduler and web server. */
  String token() {
    return token.getRef();
  }

  /** ARN; for all machines. */
  String api() {
    return api.getRef();
  }

  /** ARN; for the web server, and for people. */
  String login() {
    return login.getRef();
  }

  /** ARN; for scheduler and web server. */
  String database() {
    return database.getRef();
  }

  /** ARN; for workers, and for the scheduler, who makes the user. */
  String results() {
    return results.getRef();
  }

  private CfnSecret account(String id, String purpose, String user) {
    return make(id, purpose, Optional.of(user));
  }

  private CfnSecret secret(String id, String purpose) {
    return make(id, purpose, Optional.empty());
  }

  private CfnSecret make(String id, String purpose, Optional<String> user) {
    GenerateSecretStringProperty.Builder random =
        GenerateSecretStringProperty.builder()
            .passwordLength(LENGTH)
            .excludePunctuation(true)
            .includeSpace(false);
    user.ifPresent(name ->
        random
            .secretStringTemplate("{\"username\": \"" + name + "\"}")
            .generateStringKey("password"));
    CfnSecret secret =
        CfnSecret.Builder.create(template, id)
            .description(Fn.sub("Turbine ${Name}: " + purpose))
            .kmsKeyId(encryption.arn())
            .generateSecretString(random.build())
            .tags(List.of(template.stackTag()))
            .build();
    Accepted.finding(
        secret,
        "AwsSolutions-SMG4",
        "Changing it needs a restart of every service at once; the database's master password,"
            + " which no service keeps, does rotate.");
    return secret;
  }
}
