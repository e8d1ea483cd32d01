package dev.turbine.core.badexample.common;

interface Innocent {}
