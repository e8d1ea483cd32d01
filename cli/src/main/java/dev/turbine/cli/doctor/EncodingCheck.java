package dev.turbine.cli.doctor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether names of files beyond ASCII can be read.
 *
 * @param fileNames Java's encoding of file names
 * @param environment of this process
 */
record EncodingCheck(String fileNames, Map<String, String> environment) implements Check {
  @Override
  public String subject() {
    return "file names";
  }

  @Override
  public List<Finding> examine() {
    String locale =
        Stream.of("LC_ALL", "LC_CTYPE", "LANG")
            .filter(name -> !environment.getOrDefault(name, "").isEmpty())
            .map(name -> name + "=" + environment.get(name))
            .collect(Collectors.joining(" "));
    String seen = fileNames + " (" + (locale.isEmpty() ? "no locale is set" : locale) + ")";
    return List.of(
        fileNames.equalsIgnoreCase("UTF-8")
            ? Finding.ok(subject(), seen)
            : Finding.warning(
                subject(),
                seen,
                "Files with names beyond ASCII cannot be read. Run: export LC_ALL=C.UTF-8"));
  }
}
