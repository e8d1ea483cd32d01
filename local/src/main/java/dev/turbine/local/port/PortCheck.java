package dev.turbine.local.port;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;

/** Whether a port can be listened on now. */
public final class PortCheck {
  private PortCheck() {}

  /**
   * Whether a server could listen on 127.0.0.1 now and would get all of its connections: a server
   * on every interface would share the port with it on some systems.
   */
  public static boolean isFree(int port) {
    return binds(List.of("0.0.0.0", "127.0.0.1"), port);
  }

  private static boolean binds(List<String> addresses, int port) {
    for (String address : addresses) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  /**
   * Refuses a port that another program holds.
   *
   * @throws TurbineException naming the port, its key in turbine.yaml and, where it can be seen,
   *     who holds it
   */
  public static void requireFree(Port port, int number) {
    if (!isFree(number)) {
      throw taken(port, number);
    }
  }

  static TurbineException taken(Port port, int number) {
    return new TurbineException(
        Category.MACHINE,
        """
        Port %d is taken%s.
        Stop that program, or choose another port with "%s" in turbine.yaml.\
        """
            .formatted(
                number, holder(number).map(holder -> " by " + holder).orElse(""), port.key()));
  }

  /**
   * Who listens on a port, as {@code process 77 (/usr/bin/python3)}; empty if it cannot be seen.
   */
  public static Optional<String> holder(int number) {
    return ListeningSocket.all().stream()
        .filter(socket -> socket.port() == number)
        .flatMap(socket -> socket.holder().stream())
        .findFirst()
        .map(process ->
            "process %d (%s)"
                .formatted(process.pid(), process.info().command().orElse("of another user")));
  }
}
