package rollcall.report;

import java.util.List;

/**
 * What became of signed-in clients that lost their connection or their registration.
 *
 * @param dropped how often that happened, whoever it happened to
 * @param returned how often a client was signed in again afterwards
 * @param heldBack how often one had to wait for its turn because of {@code guards.maxPerSecond}
 * @param storms in the order in which they began
 * @param closes how connections ended, but for those that the scenario cut
 */
public record Returns(long dropped, long returned, long heldBack, List<Storm> storms, Closes closes) {
    static final Returns NONE = new Returns(0, 0, 0, List.of(), Closes.NONE);
}
