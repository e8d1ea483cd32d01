package dev.turbine.core.badexample;

interface QueueManager {}
