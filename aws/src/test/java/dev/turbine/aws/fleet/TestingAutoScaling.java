package dev.turbine.aws.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.SetDesiredCapacityRequest;
import software.amazon.awssdk.services.autoscaling.model.SetDesiredCapacityResponse;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceProtectionRequest;
import software.amazon.awssdk.services.autoscaling.model.SetInstanceProtectionResponse;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.TerminateInstanceInAutoScalingGroupResponse;

/**
 * Auto Scaling in memory, as its documentation describes it: {@link AutoScalingContract} holds it
 * and an emulator to the same. Beyond the emulator it has hooks that wait, limits, and errors.
 */
public final class TestingAutoScaling implements AutoScalingClient {
  private static final int LARGEST_PAGE = 100;

  private final Map<String, TestingGroup> groups = new TreeMap<>();
  private final Map<String, String> errors = new HashMap<>();
  private final List<String> calls = new ArrayList<>();

  /** Makes a group. */
  public synchronized TestingGroup create(String name, int min, int max, Map<String, String> tags) {
    TestingGroup group = new TestingGroup(name, min, max, tags);
    groups.put(name, group);
    return group;
  }

  /**
   * From now on this operation on this group fails.
   *
   * @param operation as the API calls it
   * @param group its name; empty for all
   * @param code such as {@code Throttling}
   */
  public synchronized void fail(String operation, String group, String code) {
    errors.put(operation + " " + group, code);
  }

  /** From now on nothing fails. */
  public synchronized void recover() {
    errors.clear();
  }

  /** All calls that change something, in words, oldest first. */
  public synchronized List<String> changes() {
    return List.copyOf(calls);
  }

  static AutoScalingException error(String code, String message) {
    return (AutoScalingException)
        AutoScalingException.builder()
            .statusCode(400)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .serviceName("AutoScaling")
                    .errorCode(code)
                    .errorMessage(message)
                    .build())
            .build();
  }

  @Override
  public synchronized DescribeAutoScalingGroupsResponse describeAutoScalingGroups(
      DescribeAutoScalingGroupsRequest request) {
    failIfAsked("DescribeAutoScalingGroups", "");
    List<AutoScalingGroup> found =
        groups.entrySet().stream()
            .filter(group ->
                request.autoScalingGroupNames().isEmpty()
                    || request.autoScalingGroupNames().contains(group.getKey()))
            .filter(group ->
                request.filters().stream()
                    .allMatch(filter -> matches(group.getValue().tags(), filter)))
            .map(group -> group.getValue().describe())
            .toList();
    int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    int page = request.maxRecords() == null ? LARGEST_PAGE : request.maxRecords();
    int to = Math.min(found.size(), from + page);
    return DescribeAutoScalingGroupsResponse.builder()
        .autoScalingGroups(found.subList(from, to))
        .nextToken(to < found.size() ? Integer.toString(to) : null)
        .build();
  }

  private static boolean matches(Map<String, String> tags, Filter filter) {
    if (filter.name().equals("tag-key")) {
      return filter.values().stream().anyMatch(tags::containsKey);
    }
    if (filter.name().startsWith("tag:")) {
      return filter.values().contains(tags.get(filter.name().substring("tag:".length())));
    }
    throw error("ValidationError", "Filter type " + filter.name() + " is not correct.");
  }

  @Override
  public synchronized SetDesiredCapacityResponse setDesiredCapacity(
      SetDesiredCapacityRequest request) {
    String name = request.autoScalingGroupName();
    calls.add("%s := %d".formatted(name, request.desiredCapacity()));
    failIfAsked("SetDesiredCapacity", name);
    TestingGroup group = groups.get(name);
    if (group == null) {
      throw error("ValidationError", "AutoScalingGroup name not found - " + name);
    }
    group.setDesired(request.desiredCapacity());
    return SetDesiredCapacityResponse.builder().build();
  }

  @Override
  public synchronized TerminateInstanceInAutoScalingGroupResponse
      terminateInstanceInAutoScalingGroup(TerminateInstanceInAutoScalingGroupRequest request) {
    String id = request.instanceId();
    calls.add("terminate " + id);
    String name =
        groups.entrySet().stream()
            .filter(group -> group.getValue().has(id))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() ->
                error(
                    "ValidationError",
                    "Instance Id not found - No managed instance found for instance ID: " + id));
    failIfAsked("TerminateInstanceInAutoScalingGroup", name);
    groups.get(name).terminate(id, request.shouldDecrementDesiredCapacity());
    return TerminateInstanceInAutoScalingGroupResponse.builder().build();
  }

  @Override
  public synchronized SetInstanceProtectionResponse setInstanceProtection(
      SetInstanceProtectionRequest request) {
    TestingGroup group = groups.get(request.autoScalingGroupName());
    request.instanceIds().forEach(id -> group.protect(id, request.protectedFromScaleIn()));
    return SetInstanceProtectionResponse.builder().build();
  }

  private void failIfAsked(String operation, String group) {
    String code =
        errors.getOrDefault(operation + " " + group, errors.getOrDefault(operation + " ", ""));
    if (!code.isEmpty()) {
      throw error(code, "as the test asked");
    }
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
