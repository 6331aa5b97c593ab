package rollcall.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line changes in a scenario, as typed. It is read with the scenario, so that mistakes in both are
 * reported together.
 *
 * @param sets each {@code path=value}, as {@code load[0].hold.rate=10/s}; the value is YAML
 * @param users {@code --users}: only the first so many users; a mock target gets as many
 * @param rate {@code --rate}: see {@link ScenarioFile}
 * @param duration {@code --duration}: see {@link ScenarioFile}
 * @param allow {@code --allow}: added to {@code guards.allow}
 */
public record Overrides(
        List<String> sets,
        @Nullable String users,
        @Nullable String rate,
        @Nullable String duration,
        List<String> allow) {
    /** Changes nothing. */
    public static final Overrides NONE = new Overrides(List.of(), null, null, null, List.of());

    /** Only {@code --set}. */
    public static Overrides set(String... sets) {
        return new Overrides(List.of(sets), null, null, null, List.of());
    }
}
