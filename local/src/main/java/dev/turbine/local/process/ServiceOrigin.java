package dev.turbine.local.process;

/**
 * What a process of a service was started from.
 *
 * @param fingerprint changes with every setting and with the Python environment
 * @param release the id of the release whose plugins and modules it has imported
 */
public record ServiceOrigin(String fingerprint, String release) {}
