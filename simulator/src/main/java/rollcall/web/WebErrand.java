package rollcall.web;

import org.jspecify.annotations.Nullable;
import rollcall.outcome.Stage;

/** Something that a client fetches, by one request or by several, one after the other; no I/O of its own. */
public interface WebErrand {
    /** What it counts as. */
    Stage stage();

    /** Where the first request goes; the others go to the same server. */
    WebUrl url();

    /** What is to be asked now. */
    WebRequest request();

    /** How many bytes of the body of an answer it wants to see, from the beginning; the rest is only counted. */
    int keptBytes();

    /** How many bytes the body of an answer may have. */
    long mostBytes();

    /**
     * What an answer means.
     *
     * @return null when {@link #request} has another one to send
     */
    @Nullable
    WebResult answered(WebAnswer answer);
}
