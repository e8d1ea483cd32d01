package dev.turbine.core.release;

class TestingReleaseStoreTest extends ReleaseStoreContract {
  private final TestingReleaseStore store = new TestingReleaseStore();

  @Override
  protected ReleaseStore store() {
    return store;
  }
}
