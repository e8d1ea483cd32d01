package dev.turbine.local.store;

import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.secret.Secrets;
import java.nio.file.Path;

/** The three stores of a stack, opened one after the other. */
record TestingStores(PostgresStore postgres, QueueStore queues, ObjectStore objects)
    implements AutoCloseable {
  static TestingStores open(Path stack, Ports ports, Secrets secrets, Path cache) {
    return new TestingStores(
        PostgresStore.open(stack.resolve("postgres"), ports.of(Port.DATABASE), 4, secrets, cache),
        QueueStore.open(stack.resolve("queues"), ports.of(Port.QUEUE)),
        ObjectStore.open(stack.resolve("objects"), ports.of(Port.OBJECTS), secrets));
  }

  @Override
  public void close() {
    objects.close();
    queues.close();
    postgres.close();
  }
}
