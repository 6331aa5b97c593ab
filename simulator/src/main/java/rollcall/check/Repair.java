package rollcall.check;

/**
 * Something to be pasted.
 *
 * @param where to paste it, as {@code In the zone example.com}
 * @param text what to paste, one or more lines
 */
public record Repair(String where, String text) {}
