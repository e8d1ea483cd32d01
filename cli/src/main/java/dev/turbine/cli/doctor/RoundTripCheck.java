package dev.turbine.cli.doctor;

import dev.turbine.local.store.RoundTrip;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Something written to a store and read back.
 *
 * @param subject the store
 * @param trip makes it
 */
record RoundTripCheck(String subject, Callable<RoundTrip> trip) implements Check {
  @Override
  public List<Finding> examine() throws Exception {
    // The first one is mostly the time that Java takes to load the client.
    trip.call();
    return List.of(Finding.ok(subject, "a round trip took " + Amount.time(trip.call().took())));
  }
}
