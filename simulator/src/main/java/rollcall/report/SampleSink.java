package rollcall.report;

/** Takes the samples of a run as they are made, on the thread that makes them. */
public interface SampleSink {
    /**
     * A sample was made.
     *
     * @param before the one before
     * @param since the latencies of what happened between the two; lent until the call returns
     */
    void sampled(Totals before, Totals now, Latencies since);
}
