package dev.turbine.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.release.Retention.Keep;
import dev.turbine.core.release.Retention.Remove;
import dev.turbine.core.release.RunReleases.Known;
import dev.turbine.core.release.RunReleases.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReleaseUseTest {
  private static final RunReleases NO_RUN = new Known(Set.of());

  @Test
  void whatNobodyNeedsGoes() {
    assertThat(decide(use(releases(1, 12), Set.of(), Set.of(), NO_RUN), 1))
        .isEqualTo(
            new Remove(
                release(1), "no run and no service needs it, and it is not one of the last 10"));
  }

  @Test
  void theLastTenStay() {
    ReleaseUse use = use(releases(1, 12), Set.of(), Set.of(), NO_RUN);
    assertThat(removed(use, releases(1, 12))).containsExactly(release(1), release(2));
    assertThat(decide(use, 3))
        .isEqualTo(new Keep(release(3), "is one of the last 10 that were active"));
  }

  @Test
  void aReleaseThatWasActiveOftenCountsOnce() {
    List<ReleaseId> activations = new ArrayList<>(releases(1, 10));
    for (int i = 0; i < 20; i++) {
      activations.addAll(List.of(release(9), release(10)));
    }
    assertThat(removed(use(activations, Set.of(), Set.of(), NO_RUN), releases(1, 10))).isEmpty();
  }

  @Test
  void aReleaseThatCameBackIsAsYoungAsItsLastActivation() {
    List<ReleaseId> activations = new ArrayList<>(releases(1, 10));
    activations.addAll(List.of(release(1), release(11)));
    assertThat(removed(use(activations, Set.of(), Set.of(), NO_RUN), releases(1, 11)))
        .containsExactly(release(2));
  }

  @Test
  void theActiveOneStaysEvenIfNoActivationIsKnown() {
    ReleaseUse use = new ReleaseUse(Optional.of(release(1)), List.of(), Set.of(), Set.of(), NO_RUN);
    assertThat(removed(use, releases(1, 2))).containsExactly(release(2));
    assertThat(decide(use, 1)).isEqualTo(new Keep(release(1), "is active"));
  }

  @Test
  void whatIsInUseStays() {
    ReleaseUse use =
        use(releases(1, 20), Set.of(release(2)), Set.of(release(3)), new Known(Set.of(release(4))));
    assertThat(removed(use, releases(1, 10)))
        .containsExactlyElementsOf(
            List.of(1, 5, 6, 7, 8, 9, 10).stream().map(ReleaseUseTest::release).toList());
    assertThat(decide(use, 2))
        .isEqualTo(new Keep(release(2), "is what a running service was started from"));
    assertThat(decide(use, 3))
        .isEqualTo(new Keep(release(3), "was asked for since the stack came up"));
    assertThat(decide(use, 4)).isEqualTo(new Keep(release(4), "is what a run needs"));
  }

  @Test
  void whileRunsAreUnknownNothingGoes() {
    ReleaseUse use =
        use(releases(1, 20), Set.of(), Set.of(), new Unknown("Airflow does not answer"));
    assertThat(removed(use, releases(1, 20))).isEmpty();
    assertThat(decide(use, 1))
        .isEqualTo(
            new Keep(
                release(1),
                "may be what a run needs, which is not known: Airflow does not answer"));
  }

  @Test
  void whatNeverBecameActiveGoes() {
    assertThat(removed(use(releases(1, 2), Set.of(), Set.of(), NO_RUN), releases(1, 3)))
        .containsExactly(release(3));
  }

  private static ReleaseUse use(
      List<ReleaseId> activations,
      Set<ReleaseId> services,
      Set<ReleaseId> restored,
      RunReleases runs) {
    return new ReleaseUse(
        Optional.of(activations.getLast()), activations, services, restored, runs);
  }

  private static Retention decide(ReleaseUse use, int release) {
    return use.decide(List.of(release(release))).getFirst();
  }

  private static List<ReleaseId> removed(ReleaseUse use, List<ReleaseId> present) {
    return use.decide(present).stream()
        .filter(decision -> decision instanceof Remove)
        .map(Retention::release)
        .toList();
  }

  private static List<ReleaseId> releases(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(ReleaseUseTest::release).toList();
  }

  private static ReleaseId release(int number) {
    return new ReleaseId("%016x".formatted(number));
  }
}
