package dev.turbine.core.appspec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LifecycleEventTest {
  @Test
  void anInPlaceDeploymentWithALoadBalancerHasAllEvents() {
    assertThat(LifecycleEvent.values())
        .extracting(LifecycleEvent::word)
        .containsExactly(
            "BeforeBlockTraffic",
            "BlockTraffic",
            "AfterBlockTraffic",
            "ApplicationStop",
            "DownloadBundle",
            "BeforeInstall",
            "Install",
            "AfterInstall",
            "ApplicationStart",
            "ValidateService",
            "BeforeAllowTraffic",
            "AllowTraffic",
            "AfterAllowTraffic");
  }

  @Test
  void withoutALoadBalancerSixOfThemAreMissing() {
    assertThat(LifecycleEvent.withoutLoadBalancer())
        .extracting(LifecycleEvent::word)
        .containsExactly(
            "ApplicationStop",
            "DownloadBundle",
            "BeforeInstall",
            "Install",
            "AfterInstall",
            "ApplicationStart",
            "ValidateService");
  }

  @Test
  void fourAreReserved() {
    assertThat(Arrays.stream(LifecycleEvent.values()).filter(event -> !event.takesScripts()))
        .extracting(LifecycleEvent::word)
        .containsExactly("BlockTraffic", "DownloadBundle", "Install", "AllowTraffic");
  }
}
