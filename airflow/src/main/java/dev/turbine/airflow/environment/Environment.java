package dev.turbine.airflow.environment;

import java.nio.file.Path;

/**
 * A complete Python environment with Airflow; it is shared, and nobody writes to it.
 *
 * @param root its folder; {@code bin/} below it holds {@code airflow} and all other programs
 * @param python its interpreter, {@code <root>/bin/python}
 * @param id the hash of its full lock, its interpreter and the platform: 16 hexadecimal digits
 * @param pythonVersion the interpreter's full version, such as {@code 3.12.1}
 * @param packageCount how many packages are installed in it
 */
public record Environment(
    Path root, Path python, String id, String pythonVersion, int packageCount) {}
