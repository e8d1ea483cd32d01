package dev.turbine.core.badexample;

import dev.turbine.cli.badexample.Upper;

record UsesUpperModule(Upper upper) {}
