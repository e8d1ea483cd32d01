package dev.turbine.core.badexample;

class Mutable {
  private static int counter;
  private int own;
  int shared;

  int next() {
    shared = own++;
    return counter++;
  }
}
