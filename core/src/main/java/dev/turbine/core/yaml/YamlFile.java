package dev.turbine.core.yaml;

/**
 * The file that is being read.
 *
 * @param secret whether no message may repeat what stands in it, save keys near to known ones
 */
record YamlFile(String name, boolean secret, Problems problems) {
  void problem(int line, String text) {
    problems.add(name, line, text);
  }
}
