package dev.turbine.core.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProjectTest {
  private static final Path ROOT = Path.of("/home/ada/my project");
  private static final Path NESTED = ROOT.resolve("airflow/dags");
  private static final Path FLAT = ROOT.resolve("dags");

  @Test
  void dagsBelowAirflowMakeThatFolderAirflows() {
    Project project = Project.at(ROOT, Set.of(NESTED)::contains);
    assertThat(project).isEqualTo(new Project(ROOT, ROOT.resolve("airflow")));
    assertThat(project.dags()).isEqualTo(NESTED);
    assertThat(project.plugins()).isEqualTo(ROOT.resolve("airflow/plugins"));
    assertThat(project.include()).isEqualTo(ROOT.resolve("airflow/include"));
    assertThat(project.requirements()).isEqualTo(ROOT.resolve("airflow/requirements.txt"));
    assertThat(project.tests()).isEqualTo(ROOT.resolve("tests"));
    assertThat(project.configuration()).isEqualTo(ROOT.resolve("turbine.yaml"));
    assertThat(project.dotEnv()).isEqualTo(ROOT.resolve(".env"));
    assertThat(project.objects()).isEqualTo(ROOT.resolve("airflow_settings.yaml"));
  }

  @Test
  void dagsInTheRootMakeTheRootAirflows() {
    Project project = Project.at(ROOT, Set.of(FLAT)::contains);
    assertThat(project).isEqualTo(new Project(ROOT, ROOT));
    assertThat(project.dags()).isEqualTo(FLAT);
  }

  @Test
  void withoutDagsBothPlacesAndTheWayOutAreNamed() {
    assertThatThrownBy(() -> Project.at(ROOT, _ -> false))
        .isInstanceOf(TurbineException.class)
        .hasMessageContainingAll(NESTED.toString(), FLAT.toString(), "turbine init");
  }

  @Test
  void twoFoldersOfDagsAreRefused() {
    assertThatThrownBy(() -> Project.at(ROOT, Set.of(NESTED, FLAT)::contains))
        .isInstanceOf(TurbineException.class)
        .hasMessageContainingAll(NESTED.toString(), FLAT.toString());
  }
}
