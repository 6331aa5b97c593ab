package rollcall.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import rollcall.outcome.Fault;

/** The faults of a {@code result.json}, read again: what {@link JsonFaults} has written. */
final class ResultFaults {
    private final Instant startedAt;

    ResultFaults(Instant startedAt) {
        this.startedAt = startedAt;
    }

    /**
     * The faults of one list.
     *
     * @param fallBacks which schemes were given up for which: the file has these with the clients, not with the faults
     */
    List<FaultCount> read(JsonTree tree, String field, List<FaultPart> fallBacks) throws UnreadableRun {
        List<FaultPart> left = new ArrayList<>(fallBacks);
        List<FaultCount> faults = new ArrayList<>();
        for (JsonTree fault : tree.objects(field)) {
            FaultCount.Kind kind = ResultWords.kind(fault);
            Fault name = ResultWords.fault(fault);
            List<FaultPart> parts = diagnostics(fault);
            if (name == Fault.AUTH_NO_TICKET) {
                parts.addAll(left);
                left.clear();
            }
            faults.add(new FaultCount(
                    kind,
                    name,
                    ResultWords.stage(fault),
                    fault.number("count"),
                    offset(fault, "first"),
                    offset(fault, "last"),
                    fault.text("detail"),
                    fault.text("user"),
                    fault.text("server"),
                    List.copyOf(parts)));
        }
        return List.copyOf(faults);
    }

    private static List<FaultPart> diagnostics(JsonTree fault) throws UnreadableRun {
        List<FaultPart> parts = new ArrayList<>();
        for (JsonTree part : fault.objects("diagnostics")) {
            parts.add(new FaultPart(Long.toString(part.number("id")), part.number("count")));
        }
        return parts;
    }

    private long offset(JsonTree tree, String field) throws UnreadableRun {
        try {
            return Duration.between(startedAt, ResultWords.instant(tree, field)).toNanos();
        } catch (ArithmeticException e) {
            throw tree.expected(field, "a moment of the run");
        }
    }
}
