package rollcall.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Collects everything that is wrong with a scenario, so that a user hears of all of it at once; and what is unwise. */
final class Problems {
    /** More would scroll the first ones off the screen. */
    private static final int MAX_SHOWN = 30;

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Notes that what is written at a place cannot be used. {@code key} is the full path, as {@code session.stay}. */
    void add(Place place, String key, String sentence) {
        problems.add(new Problem(place, text(place, key, sentence)));
    }

    /** Notes that what is written can be used but should not stay so. */
    void warn(Place place, String key, String sentence) {
        warnings.add(text(place, key, sentence));
    }

    boolean any() {
        return !problems.isEmpty();
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** All problems, one a line, in the order of the file; those of the command line come last. */
    void throwIfAny() throws PlanException {
        if (problems.isEmpty()) {
            return;
        }
        String text = problems.stream()
                .sorted(Comparator.comparing((Problem p) -> p.place.onCommandLine())
                        .thenComparing(p -> p.place.source())
                        .thenComparing(p -> p.place.line())
                        .thenComparing(p -> p.place.column()))
                .map(Problem::text)
                .distinct()
                .limit(MAX_SHOWN)
                .collect(Collectors.joining("\n"));
        int hidden = problems.size() - MAX_SHOWN;
        throw new PlanException(hidden > 0 ? text + "\nand " + hidden + " more" : text);
    }

    private static String text(Place place, String key, String sentence) {
        return place + ": " + (key.isEmpty() ? "" : key + ": ") + sentence;
    }

    private record Problem(Place place, String text) {}
}
