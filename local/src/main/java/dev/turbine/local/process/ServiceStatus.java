package dev.turbine.local.process;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a service at one moment.
 *
 * @param name the service's name
 * @param state where it stands
 * @param pid its process, while there is one
 * @param since when it came into this state
 * @param restarts how often it was started again since the daemon started
 * @param detail why it is in this state, where that is not obvious; may span lines
 */
public record ServiceStatus(
    String name,
    ServiceState state,
    Optional<Long> pid,
    Instant since,
    int restarts,
    Optional<String> detail) {}
