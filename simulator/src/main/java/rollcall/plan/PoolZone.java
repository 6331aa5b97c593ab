package rollcall.plan;

/**
 * Lines of a zone as written (RFC 1035 §5). Names without a final dot are relative to the pool's domain.
 *
 * @param source where they were written, for messages: a file
 * @param firstLine the number of the first of them there
 */
public record PoolZone(String text, String source, int firstLine) {}
