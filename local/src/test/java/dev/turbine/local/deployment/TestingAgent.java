package dev.turbine.local.deployment;

import dev.turbine.core.TurbineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Stands in for the daemon's API, and a script for Python with {@code turbine_airflow.agent}: hooks
 * run {@code turbine-agent activate} as ever, or {@code turbine-agent at POINT}.
 */
final class TestingAgent implements AutoCloseable {
  /** What hooks may ask for. */
  interface Answers {
    String activate(String deployment) throws InterruptedException;

    void at(String point);
  }

  private final ServerSocket server;

  TestingAgent(Path python, Answers answers) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Files.createDirectories(python.resolveSibling("."));
    Files.writeString(
        python,
        """
        #!/usr/bin/env bash
        exec 3<>/dev/tcp/127.0.0.1/%d
        echo "$DEPLOYMENT_ID ${@:3}" >&3
        read -r status line <&3
        echo "$line"
        exit $status
        """
            .formatted(server.getLocalPort()));
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
    Thread.ofPlatform().daemon().start(() -> serve(answers));
  }

  private void serve(Answers answers) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket, answers));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void answer(Socket socket, Answers answers) {
    try (socket;
        OutputStream out = socket.getOutputStream()) {
      String[] words =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine()
              .split(" ", 3);
      String answer;
      try {
        if (words[1].equals("at")) {
          answers.at(words[2]);
          answer = "0 went on";
        } else {
          answer = "0 " + answers.activate(words[0]);
        }
      } catch (TurbineException refused) {
        answer = "1 " + refused.getMessage();
      }
      out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException | InterruptedException hungUp) {
      // A hook whose time was over does not wait for the answer.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
