package rollcall.report;

import java.util.List;

/**
 * What a person sees of a run at one moment.
 *
 * @param setup what is run, in words
 * @param progress how far it has come
 * @param state what is out of the ordinary, as "paused"; empty when nothing is
 * @param totals the latest sample
 * @param offeredPerSecond clients that were due a second, between the two latest samples
 * @param rateFactor what the planned rate is multiplied by
 * @param stages what happened between the two latest samples; stages without a value are left out
 * @param faults since the start of the run, the most frequent first
 * @param processorsBusy how many processors this process kept busy between the two latest samples
 * @param processors how many there are
 * @param keys what keys do, in a line
 */
public record LiveView(
        Setup setup,
        LiveProgress progress,
        String state,
        Totals totals,
        double offeredPerSecond,
        double rateFactor,
        List<StageTimes> stages,
        List<FaultCount> faults,
        GeneratorHealth generator,
        double processorsBusy,
        int processors,
        String keys) {
    public LiveView {
        stages = List.copyOf(stages);
        faults = List.copyOf(faults);
    }

    /** Times in one stage, under the name that people read. */
    public record StageTimes(String title, Latency latency) {}
}
