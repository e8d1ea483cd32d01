/** One description of a service, and the pure decision whether a dead one is started again. */
@NullMarked
package dev.turbine.core.service;

import org.jspecify.annotations.NullMarked;
