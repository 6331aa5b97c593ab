package rollcall.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a measurement of handshakes besides what was counted.
 *
 * @param durationNanos all of it, with what warms up
 * @param stoppedBy why a person or a guard ended it; null when nobody did
 * @param loops how many event loops made handshakes
 * @param processCpuNanos processor time of the whole process in all that time
 * @param perSecond how many a second were allowed; infinite when there was no limit
 * @param transport how this machine does input and output
 * @param java as {@code 17.0.9}
 * @param version of Rollcall
 */
public record HandshakeFacts(
        Instant startedAt,
        long durationNanos,
        @Nullable String stoppedBy,
        int loops,
        long processCpuNanos,
        double perSecond,
        String transport,
        int processors,
        String java,
        String version) {}
