package dev.turbine.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turbine.core.TurbineException;
import java.util.Optional;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A=1                     | 1",
        "A = 1                   | 1",
        "  export A=1            | 1",
        "export   A=1            | 1",
        "A=                      | ``",
        "A=   # nothing          | ``",
        "A=''                    | ``",
        "A=\"\"                  | ``",
        "A=a b                   | a b",
        "A=a#b                   | a#b",
        "A=#b                    | #b",
        "A=a # comment           | a",
        "A=a\t# comment          | a",
        "A=a=b==                 | a=b==",
        "A=it's                  | it's",
        "A=say \"hi\"            | say \"hi\"",
        "A=C:\\new               | C:\\new",
        "A=$HOME ${B:-c} $$      | $HOME ${B:-c} $$",
        "A='$HOME \\n \"x\" # y' | $HOME \\n \"x\" # y",
        "A='it\\'s'              | it's",
        "A=' a '                 | ` a `",
        "A=\"a # b\" # comment   | a # b",
        "A=\"${B} \\$C \\d\"     | ${B} $C \\d",
        "A=\"\\\"q\\\" \\\\n\"   | \"q\" \\n",
        "A='a'# comment          | a",
        "A={\"k\": \"v\"}        | {\"k\": \"v\"}",
        "AIRFLOW_CONN_MY.DB-1=x  | x"
      })
  void readsAValue(String line, String value) {
    assertThat(DotEnv.parse(".env", line, VariableCheck.NONE).values()).containsExactly(value);
  }

  @Test
  void readsEscapesOfDoubleQuotes() {
    assertThat(DotEnv.parse(".env", "A=\"a\\nb\\tc\\rd\"", VariableCheck.NONE))
        .containsEntry("A", "a\nb\tc\rd");
  }

  @Test
  void keepsTheOrderAndTheLastOfTwo() {
    String text = "# first\n\nB=1\n  # second\nA=2\nB=3\n";
    var variables = DotEnv.parse(".env", text, VariableCheck.NONE);
    assertThat(variables.keySet()).containsExactly("B", "A");
    assertThat(variables).containsEntry("B", "3");
  }

  @Test
  void readsWhatWindowsEditorsWrite() {
    assertThat(DotEnv.parse(".env", "\uFEFFA=1\r\nB=\"x\r\ny\"\r\n", VariableCheck.NONE))
        .containsEntry("A", "1")
        .containsEntry("B", "x\ny");
  }

  @Test
  void readsQuotedValuesOfSeveralLines() {
    String text = "export KEY = \"-----BEGIN-----\n  # no comment  \nx=y\n\"\nB='1 \n2' # end\nC=3";
    assertThat(DotEnv.parse(".env", text, VariableCheck.NONE))
        .containsEntry("KEY", "-----BEGIN-----\n  # no comment  \nx=y\n")
        .containsEntry("B", "1 \n2")
        .containsEntry("C", "3");
  }

  @Test
  void isEmptyForAnEmptyFile() {
    assertThat(DotEnv.parse(".env", "", VariableCheck.NONE)).isEmpty();
  }

  @Test
  void reportsAllProblemsWithTheirLinesAndNoSecrets() {
    String text =
        """
        GOOD=secret1
        secret2
        9A=secret3
        secret/4=
        AIRFLOW_HOME=secret5
        B="secret6" secret7
        C='secret8
        D="a
        secret9" secret10
        E=se\0cret11
        =secret12
        F="secret13
        """;
    VariableCheck check =
        name -> name.equals("AIRFLOW_HOME") ? Optional.of("belongs to Turbine") : Optional.empty();
    assertProblems(text, check)
        .containsExactly(
            "p/.env:2: expected NAME=value; a value of several lines needs quotes around it",
            "p/.env:3: what stands before = is no name of a variable: write letters, digits and _,"
                + " and no digit first",
            "p/.env:4: what stands before = is no name of a variable: write letters, digits and _,"
                + " and no digit first",
            "p/.env:5: AIRFLOW_HOME belongs to Turbine",
            "p/.env:6: B has text after its closing \": write \\\" for a quote inside the value",
            "p/.env:7: C begins with ' and has no closing '",
            "p/.env:9: D has text after its closing \": write \\\" for a quote inside the value",
            "p/.env:10: E holds a NUL character, which no environment can",
            "p/.env:11: what stands before = is no name of a variable: write letters, digits and _,"
                + " and no digit first",
            "p/.env:12: F begins with \" and has no closing \"");
  }

  @Test
  void isAMistakeOfTheProject() {
    assertThatThrownBy(() -> DotEnv.parse(".env", "x", VariableCheck.NONE))
        .isInstanceOfSatisfying(
            TurbineException.class,
            e -> assertThat(e.category()).isEqualTo(TurbineException.Category.PROJECT));
  }

  private static ListAssert<String> assertProblems(String text, VariableCheck check) {
    var problem =
        catchThrowableOfType(TurbineException.class, () -> DotEnv.parse("p/.env", text, check));
    assertThat(problem).hasMessageNotContaining("secret");
    return assertThat(problem.getMessage().lines().toList());
  }
}
