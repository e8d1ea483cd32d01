package dev.turbine.airflow.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turbine.core.TurbineException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AirflowObjectsTest {
  @Test
  void readsWhatAstroDocuments() {
    AirflowObjects objects =
        parse(
            """
            airflow:
              connections:
                - conn_id: my_db
                  conn_type: postgres
                  conn_host: db.example.com
                  conn_schema: sales
                  conn_login: me
                  conn_password: 0123
                  conn_port: 5432
                  conn_extra:
                    sslmode: require
                    timeout: 2.50
                    big: 12345678901234567890
                    hex: 0x1F
                    octal: 0o17
                    account: 012345
                    large: 1e999
                    deepest: -.inf
                    deep: {on: true, none: null, list: [1, a]}
                - conn_id: web
                  conn_type: http
                  conn_port: "8080"
                  conn_extra: '{"a": 1}'
                  conn_uri: ""
                - {conn_id: x, conn_type: fs, conn_port: 0, conn_extra: {}}
              pools:
                - pool_name: small
                  pool_slot: 3
                  pool_description: few
                - {pool_name: all, pool_slot: -1}
              variables:
                - {variable_name: text, variable_value: yes and no}
                - {variable_name: number, variable_value: 1.10}
                - {variable_name: flag, variable_value: True}
                - {variable_name: empty, variable_value: ""}
                - {variable_name: nested, variable_value: {a: [1]}}
            """);
    assertThat(objects.connections())
        .containsExactly(
            new Connection(
                "my_db",
                "postgres",
                Optional.of("db.example.com"),
                Optional.of("sales"),
                Optional.of("me"),
                Optional.of("0123"),
                Optional.of(5432),
                Optional.of(
                    "{\"sslmode\":\"require\",\"timeout\":2.5,\"big\":12345678901234567890,"
                        + "\"hex\":31,\"octal\":15,\"account\":\"012345\",\"large\":\"1e999\","
                        + "\"deepest\":\"-.inf\","
                        + "\"deep\":{\"on\":true,\"none\":null,\"list\":[1,\"a\"]}}")),
            plain("web", "http", Optional.of(8080), Optional.of("{\"a\": 1}")),
            plain("x", "fs", Optional.empty(), Optional.empty()));
    assertThat(objects.pools())
        .containsExactly(
            new Pool("small", 3, Optional.of("few")), new Pool("all", -1, Optional.empty()));
    assertThat(objects.variables())
        .containsExactly(
            new Variable("text", "yes and no"),
            new Variable("number", "1.10"),
            new Variable("flag", "True"),
            new Variable("empty", ""),
            new Variable("nested", "{\"a\":[1]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing",
        "airflow:",
        "airflow:\n  connections:\n  pools: []\n  variables:\n    -\n",
        """
        airflow:
          connections:
            - conn_id:
              conn_type:
              conn_host:
              conn_schema:
              conn_login: ""
              conn_password:
              conn_port:
              conn_extra:
                example_extra_field: example-value
          pools:
            - pool_name:
              pool_slot:
              pool_description:
          variables:
            - variable_name:
              variable_value:
        """
      })
  void ignoresAnUnfilledTemplate(String text) {
    assertThat(parse(text)).isEqualTo(AirflowObjects.NONE);
  }

  @Test
  void reportsAllProblemsWithTheirLinesAndNoSecrets() {
    assertThat(
            problems(
                """
                airflow:
                  connections:
                    - conn_id: a b
                      conn_type: http
                      conn_pasword: secret1
                      conn_port: 99999
                    - conn_type: http
                      conn_password: [secret2]
                    - conn_id: c
                      conn_extra: '{"k": "secret3"'
                    - conn_id: c
                      conn_type: http
                      conn_extra: [secret4]
                    - conn_id: d
                      conn_uri: http://me:secret5@host
                    - secret6
                  pools:
                    - pool_name: p
                      pool_slot: 1.5
                    - pool_name: q
                    - pool_name: p
                      pool_slot: -2
                  variables:
                    - variable_name: v
                      variable_value:
                    - variable_value: secret7
                  variable: []
                secret8: x
                """))
        .containsExactly(
            "airflow_settings.yaml:3: airflow.connections[1].conn_id is wrong;"
                + " expected only letters, digits, '_', '.' and '-'",
            "airflow_settings.yaml:5: unknown key 'airflow.connections[1].conn_pasword'; did you"
                + " mean 'airflow.connections[1].conn_password'?",
            "airflow_settings.yaml:6: airflow.connections[1].conn_port is wrong;"
                + " expected a whole number from 0 to 65535",
            "airflow_settings.yaml:7: airflow.connections[2] has no conn_id; it" + " needs one",
            "airflow_settings.yaml:8: airflow.connections[2].conn_password is a"
                + " list; expected a single value",
            "airflow_settings.yaml:9: airflow.connections[3] has no conn_type; it" + " needs one",
            "airflow_settings.yaml:10: airflow.connections[3].conn_extra is no JSON"
                + " object; expected one, or lines of 'key: value'",
            "airflow_settings.yaml:11: airflow.connections[4].conn_id is the same as"
                + " in line 9; expected each once",
            "airflow_settings.yaml:13: airflow.connections[4].conn_extra is no JSON"
                + " object; expected one, or lines of 'key: value'",
            "airflow_settings.yaml:15: airflow.connections[5].conn_uri cannot be"
                + " used; write conn_type, conn_host and so on, or AIRFLOW_CONN_… in .env",
            "airflow_settings.yaml:16: airflow.connections[6] is wrong; expected"
                + " a mapping: lines of 'key: value'",
            "airflow_settings.yaml:19: airflow.pools[1].pool_slot is wrong; expected a"
                + " whole number from -1 to 999999999",
            "airflow_settings.yaml:20: airflow.pools[2] has no pool_slot; it needs one",
            "airflow_settings.yaml:21: airflow.pools[3].pool_name is the same as in"
                + " line 18; expected each once",
            "airflow_settings.yaml:22: airflow.pools[3].pool_slot is wrong; expected a"
                + " whole number from -1 to 999999999",
            "airflow_settings.yaml:25: airflow.variables[1].variable_value is empty;"
                + " it needs one",
            "airflow_settings.yaml:26: airflow.variables[2] has no variable_name; it"
                + " needs one",
            "airflow_settings.yaml:27: unknown key 'airflow.variable'; did you mean"
                + " 'airflow.variables'?",
            "airflow_settings.yaml:28: unknown key; known keys: airflow");
  }

  @Test
  void reportsADoubleKeyOnce() {
    assertThat(
            problems(
                """
                airflow:
                  connections:
                    - conn_id: a
                      conn_type: http
                      conn_extra:
                        k: secret1
                        k: secret2
                """))
        .containsExactly("airflow_settings.yaml:7: the same key as in line 6; remove one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "secret: x",
        "- secret",
        "airflow: secret",
        "airflow: {connections: secret}",
        "airflow: {connections: {secret: x}}",
        "airflow: {connections: [secret]}",
        "airflow: {connections: [{conn_id: secret secret, conn_type: http}]}",
        "airflow: {variables: [{variable_name: a, variable_value: &secret}]}",
        "airflow: {variables: [{variable_name: a, variable_value: !secret}]}",
        "airflow: {variables: [{variable_name: a, variable_value: *secret\u2028secret}]}"
      })
  void repeatsNothingOfTheFile(String text) {
    assertThat(problems(text))
        .singleElement()
        .asString()
        .startsWith("airflow_settings.yaml:1: ")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b-c_D9", "größe", "𝔞"})
  void takesTheIdsThatAirflowTakes(String id) {
    for (String text : List.of(id, id.repeat(200 / id.codePointCount(0, id.length())))) {
      assertThat(parse(connectionWithId(text)).connections()).hasSize(1);
    }
    assertThat(problems(connectionWithId(id + "x".repeat(200)))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "a:b", "a#", "(a)", "a\\b", "a%", "a\u00A0"})
  void refusesTheIdsThatAirflowRefuses(String id) {
    assertThat(problems(connectionWithId(id)))
        .singleElement()
        .asString()
        .contains("conn_id is wrong; expected only letters");
  }

  /** Whatever stands in the file, no problem repeats a secret of it. */
  @Test
  void readsAnyTextOrNamesItsLines() {
    List<String> pieces =
        List.of(
            "airflow:\n",
            "  connections:\n",
            "  pools:\n",
            "  variables:\n",
            "    - ",
            "      ",
            "conn_id: ",
            "conn_type: ",
            "conn_extra: ",
            "conn_port: ",
            "pool_name: ",
            "pool_slot: ",
            "variable_name: ",
            "variable_value: ",
            "s3cr3t",
            "'{\"s3cr3t\": ",
            "}",
            "{",
            "[",
            "]",
            "\"",
            "'",
            "\n",
            ": ",
            "7",
            "0x",
            "1e999",
            ".nan",
            "~",
            "&s3cr3t ",
            "*s3cr3t",
            "!s3cr3t ",
            "|",
            "\t",
            "\u0085",
            "\u2028",
            "\u0000");
    for (int seed = 0; seed < 10_000; seed++) {
      Random random = new Random(seed);
      String text =
          random
              .ints(random.nextInt(20), 0, pieces.size())
              .mapToObj(pieces::get)
              .collect(Collectors.joining());
      try {
        parse(text);
      } catch (TurbineException problems) {
        assertThat(problems.getMessage().lines())
            .as("seed %d: %s", seed, text)
            .allMatch(line -> line.matches("airflow_settings.yaml:[1-9][0-9]*: .+"))
            .noneMatch(line -> line.contains("s3cr3t"));
      } catch (RuntimeException | Error unexpected) {
        throw new AssertionError("seed %d: %s".formatted(seed, text), unexpected);
      }
    }
  }

  private static String connectionWithId(String id) {
    return "airflow: {connections: [{conn_id: '%s', conn_type: http}]}".formatted(id);
  }

  private static AirflowObjects parse(String text) {
    return AirflowObjects.parse("airflow_settings.yaml", text);
  }

  private static List<String> problems(String text) {
    TurbineException problem = catchThrowableOfType(TurbineException.class, () -> parse(text));
    assertThat(problem.category()).isEqualTo(TurbineException.Category.PROJECT);
    return problem.getMessage().lines().toList();
  }

  private static Connection plain(
      String id, String type, Optional<Integer> port, Optional<String> extra) {
    return new Connection(
        id,
        type,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        port,
        extra);
  }
}
