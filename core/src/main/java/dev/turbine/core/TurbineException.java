package dev.turbine.core;

/**
 * The one exception that reaches a person. Its message says what is wrong, the value received,
 * where it stands and what to do about it; it may span several lines.
 *
 * <p>The edge that shows it maps {@link Category} to an exit code or an HTTP status; nothing else
 * looks inside. Causes are kept for the log and never printed to a terminal.
 */
public final class TurbineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of mistake or failure it is, and the exit code of the command that ends with it. */
  public enum Category {
    /** Something that should have worked did not. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** A file of the project is wrong: turbine.yaml, .env, requirements.txt, a DAG. */
    PROJECT(3),
    /** The machine lacks something: a Python, a free port, disk space, a permission. */
    MACHINE(4),
    /** The command needs a running stack, or one in another state. */
    STATE(5);

    private final int exitCode;

    Category(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The exit code of a command that ends with this category, 1 to 5. */
    public int exitCode() {
      return exitCode;
    }
  }

  /** The kind of mistake or failure; never null. */
  private final Category category;

  /** A problem without a lower-level cause. */
  public TurbineException(Category category, String message) {
    super(message);
    this.category = category;
  }

  /** A problem with the lower-level failure that the log will show. */
  public TurbineException(Category category, String message, Throwable cause) {
    super(message, cause);
    this.category = category;
  }

  /** What is wrong and what to do; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The kind of mistake or failure. */
  public Category category() {
    return category;
  }
}
