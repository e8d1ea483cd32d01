/**
 * Executes a project's appspec.yml on this machine with the rules of the AWS CodeDeploy agent;
 * docs/appspec-conformance.md compares the two rule by rule.
 */
@NullMarked
package dev.turbine.local.codedeploy;

import org.jspecify.annotations.NullMarked;
