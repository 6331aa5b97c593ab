package rollcall.mock;

/** Told of every answer, on the event loop that wrote it; for a person who watches. Never told a secret. */
@FunctionalInterface
public interface AnswerLog {
    /** Nobody watches. */
    AnswerLog NONE = line -> {};

    /** One answer, or why there was none, in one line. */
    void answered(String line);
}
