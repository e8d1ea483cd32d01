package dev.turbine.cli.badexample;

/** Something of an upper module, for a lower one to use wrongly. */
public final class Upper {}
