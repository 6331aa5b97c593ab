package rollcall.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scenario as written: its values with their places, and the changes that the command line makes to them. */
final class Scenario {
    private final YamlValue.Mapping root;
    private final Problems problems;

    /** The values of a file; {@code target: mock} is understood as {@code target: {mock: {}}}. */
    Scenario(YamlValue.Mapping root, Problems problems) {
        this.root = root;
        this.problems = problems;
        YamlValue.Entry target = root.entries().get("target");
        if (target != null && target.value() instanceof YamlValue.Text kind) {
            Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
            entries.put(kind.value(), new YamlValue.Entry(kind.place(), new YamlValue.Nothing(kind.place())));
            root.entries()
                    .put(
                            "target",
                            new YamlValue.Entry(target.keyPlace(), new YamlValue.Mapping(entries, kind.place())));
        }
    }

    Section section() {
        return new Section(problems, "", root);
    }

    /** Makes all changes of the command line: first each {@code --set} in its order, then the shorter options. */
    void apply(Overrides overrides) throws PlanException {
        for (String set : overrides.sets()) {
            int equals = set.indexOf('=');
            if (equals <= 0) {
                problems.add(Place.option("--set " + set), "", "expected path=value, as load[0].hold.rate=10/s");
                continue;
            }
            set(set.substring(0, equals).strip(), set.substring(equals + 1));
        }
        if (overrides.users() != null) {
            limitUsers(overrides.users());
        }
        if (overrides.rate() != null || overrides.duration() != null) {
            replaceLoad(overrides.rate(), overrides.duration());
        }
        overrides.allow().forEach(this::allow);
    }

    private void set(String path, String yaml) throws PlanException {
        Place place = Place.option("--set " + path);
        YamlValue value = YamlText.ofOption(place.source(), yaml, problems);
        put(path, value == null ? new YamlValue.Text("", place) : value, place);
    }

    private void limitUsers(String users) {
        Place place = Place.option("--users");
        YamlValue.Text count = new YamlValue.Text(users, place);
        if (root.entries().get("users") != null) {
            put("users.count", count, place);
        }
        if (child(root, "target") instanceof YamlValue.Mapping target
                && target.entries().containsKey("mock")) {
            put("target.mock.users", count, place);
        }
    }

    private void allow(String host) {
        Place place = Place.option("--allow");
        YamlValue allow = child(root, "guards") instanceof YamlValue.Mapping guards ? child(guards, "allow") : null;
        if (allow instanceof YamlValue.Text only) {
            put("guards.allow", new YamlValue.Sequence(new ArrayList<>(List.of(only)), place), place);
        }
        int next = allow instanceof YamlValue.Sequence list ? list.items().size() : allow == null ? 0 : 1;
        put("guards.allow[" + next + "]", new YamlValue.Text(host, place), place);
    }

    /** The load becomes a single hold; what is not given is kept from a scenario whose load is a single hold or poisson. */
    private void replaceLoad(@Nullable String rate, @Nullable String duration) {
        Place place = Place.option(rate == null ? "--duration" : "--rate");
        YamlValue.Mapping phase = onlyEvenPhase();
        if (phase == null) {
            if (rate == null) {
                problems.add(
                        place,
                        "",
                        "the load of this scenario is not a single hold or poisson; give --rate too, or change a phase"
                                + " with --set load[0].hold.for=60s");
                return;
            }
            phase = mapping(place);
            List<YamlValue> load = new ArrayList<>();
            YamlValue.Mapping hold = mapping(place);
            hold.entries().put("hold", new YamlValue.Entry(place, phase));
            load.add(hold);
            root.entries().put("load", new YamlValue.Entry(place, new YamlValue.Sequence(load, place)));
        }
        if (rate != null) {
            Place option = Place.option("--rate");
            phase.entries().put("rate", new YamlValue.Entry(option, new YamlValue.Text(rate, option)));
        }
        if (duration != null) {
            Place option = Place.option("--duration");
            phase.entries().remove("clients");
            phase.entries().put("for", new YamlValue.Entry(option, new YamlValue.Text(duration, option)));
        }
    }

    private YamlValue.@Nullable Mapping onlyEvenPhase() {
        if (child(root, "load") instanceof YamlValue.Sequence load
                && load.items().size() == 1
                && load.items().get(0) instanceof YamlValue.Mapping phase) {
            YamlValue even = phase.entries().containsKey("hold") ? child(phase, "hold") : child(phase, "poisson");
            return even instanceof YamlValue.Mapping mapping ? mapping : null;
        }
        return null;
    }

    /** Puts a value at a path such as {@code load[0].hold.rate}; mappings and the next list item are made as needed. */
    private void put(String path, YamlValue value, Place place) {
        String[] steps = path.replace("[", ".[").split("\\.", -1);
        if (List.of(steps).contains("")) {
            problems.add(place, "", "expected a path such as load[0].hold.rate");
            return;
        }
        YamlValue at = root;
        for (int i = 0; i < steps.length; i++) {
            YamlValue next = i == steps.length - 1 ? value : null;
            String reached = String.join(".", List.of(steps).subList(0, i)).replace(".[", "[");
            if (steps[i].startsWith("[")) {
                at = step(at, reached, steps[i], next, place);
            } else if (at instanceof YamlValue.Mapping mapping) {
                at = step(mapping, steps[i], next, i + 1 < steps.length && steps[i + 1].startsWith("["), place);
            } else {
                problems.add(place, "", reached + " is " + at.kind() + ", not a mapping");
                at = null;
            }
            if (at == null) {
                return;
            }
        }
    }

    private static YamlValue step(
            YamlValue.Mapping mapping, String key, @Nullable YamlValue value, boolean listFollows, Place place) {
        YamlValue next = value != null ? value : child(mapping, key);
        if (next == null || (next instanceof YamlValue.Nothing && value == null)) {
            next = listFollows ? new YamlValue.Sequence(new ArrayList<>(), place) : mapping(place);
        }
        YamlValue.Entry old = mapping.entries().get(key);
        mapping.entries().put(key, new YamlValue.Entry(old == null ? place : old.keyPlace(), next));
        return next;
    }

    private @Nullable YamlValue step(
            YamlValue at, String reached, String bracketed, @Nullable YamlValue value, Place place) {
        if (!(at instanceof YamlValue.Sequence list)) {
            problems.add(place, "", reached + " is " + at.kind() + ", not a list");
            return null;
        }
        int size = list.items().size();
        int index = index(bracketed);
        if (index < 0 || index > size) {
            String range = size == 0 ? "[0]" : "[0] to [" + (size - 1) + "], or [" + size + "] for one more";
            problems.add(place, "", reached + " has " + size + " items; expected " + range);
            return null;
        }
        YamlValue next = value != null ? value : index < size ? list.items().get(index) : mapping(place);
        if (index == size) {
            list.items().add(next);
        } else {
            list.items().set(index, next);
        }
        return next;
    }

    private static int index(String bracketed) {
        String digits = bracketed.substring(1, bracketed.length() - 1);
        boolean valid = bracketed.endsWith("]") && !digits.isEmpty() && digits.length() < 5;
        return valid && digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(digits) : -1;
    }

    private static @Nullable YamlValue child(YamlValue.Mapping mapping, String key) {
        YamlValue.Entry entry = mapping.entries().get(key);
        return entry == null ? null : entry.value();
    }

    private static YamlValue.Mapping mapping(Place place) {
        return new YamlValue.Mapping(new LinkedHashMap<>(), place);
    }
}
