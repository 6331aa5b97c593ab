package rollcall.report;

/**
 * How the clients of one kind fared, in a run that has several kinds.
 *
 * @param share of the users that are of this kind, more than 0 and less than 1
 * @param logonP50Nanos median from due until the 200 of those that are measured, or {@link Totals#NONE}
 * @param logonP95Nanos the 95th percentile of the same
 * @param logonP99Nanos the 99th percentile of the same
 */
public record KindResult(
        String name,
        double share,
        long started,
        long signedIn,
        long failed,
        long lost,
        long logonP50Nanos,
        long logonP95Nanos,
        long logonP99Nanos) {}
