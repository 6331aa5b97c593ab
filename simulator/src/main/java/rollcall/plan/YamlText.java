package rollcall.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML text → values with places. Bounded whatever the text: aliases count as what they stand for. */
final class YamlText {
    private static final int MAX_VALUES = 100_000;
    private static final int MAX_DEPTH = 32;

    private final String source;
    private final boolean hasLines;
    private final Problems problems;
    private int values;

    private YamlText(String source, boolean hasLines, Problems problems) {
        this.source = source;
        this.hasLines = hasLines;
        this.problems = problems;
    }

    /** Reads a file's text. A key that is there twice is noted as a problem; null for text without any value. */
    static @Nullable YamlValue ofFile(String file, String text, Problems problems) throws PlanException {
        return new YamlText(file, true, problems).read(text);
    }

    /** Reads a value given by an option; null when it is empty. */
    static @Nullable YamlValue ofOption(String option, String text, Problems problems) throws PlanException {
        return new YamlText(option, false, problems).read(text);
    }

    private @Nullable YamlValue read(String text) throws PlanException {
        LoadSettings settings = LoadSettings.builder().setLabel(source).build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.isEmpty() ? null : value(root.get(), 0);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            throw new PlanException(place(mark) + ": not YAML: " + context + e.getProblem());
        } catch (YamlEngineException e) {
            throw new PlanException(source + ": " + e.getMessage());
        } catch (StackOverflowError e) {
            // The library walks down a text of nothing but brackets by recursion and knows no limit of its own.
            throw new PlanException(source + ": nested more than " + MAX_DEPTH + " deep");
        }
    }

    private YamlValue value(Node node, int depth) throws PlanException {
        Place place = place(node.getStartMark());
        if (++values > MAX_VALUES) {
            throw new PlanException(place + ": more than " + MAX_VALUES + " values");
        }
        if (depth > MAX_DEPTH) {
            throw new PlanException(place + ": nested more than " + MAX_DEPTH + " deep");
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getTag().equals(Tag.NULL)
                    ? new YamlValue.Nothing(place)
                    : new YamlValue.Text(scalar.getValue(), place);
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlValue> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(value(item, depth + 1));
            }
            return new YamlValue.Sequence(items, place);
        }
        return mapping((MappingNode) node, place, depth);
    }

    private YamlValue.Mapping mapping(MappingNode node, Place place, int depth) throws PlanException {
        Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Place keyPlace = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new PlanException(keyPlace + ": expected a word as key");
            }
            YamlValue value = value(tuple.getValueNode(), depth + 1);
            YamlValue.Entry first = entries.putIfAbsent(key.getValue(), new YamlValue.Entry(keyPlace, value));
            if (first != null) {
                String where = hasLines ? " in line " + first.keyPlace().line() : "";
                problems.add(keyPlace, "", "\"" + key.getValue() + "\" is there already" + where);
            }
        }
        return new YamlValue.Mapping(entries, place);
    }

    private Place place(Optional<Mark> mark) {
        return hasLines && mark.isPresent()
                ? new Place(source, mark.get().getLine() + 1, mark.get().getColumn() + 1)
                : Place.option(source);
    }
}
