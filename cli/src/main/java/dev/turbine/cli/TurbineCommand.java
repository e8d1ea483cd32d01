package dev.turbine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command line's root: what all subcommands share. */
@Command(
    name = "turbine",
    description = "Runs a real Apache Airflow.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class)
final class TurbineCommand {}
