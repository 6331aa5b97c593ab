package rollcall.report;

import java.time.Instant;
import java.util.List;

/** An earlier measurement as its JSON file has it: what {@link HandshakeReader} reads. */
public record HandshakeBaseline(Instant startedAt, HandshakeSetup setup, List<HandshakeRepetition> repetitions) {}
