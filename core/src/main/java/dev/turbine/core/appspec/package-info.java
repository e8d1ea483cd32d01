/**
 * appspec.yml with the meaning that the AWS CodeDeploy agent gives it on Linux, and what an
 * in-place deployment makes of it.
 */
@NullMarked
package dev.turbine.core.appspec;

import org.jspecify.annotations.NullMarked;
