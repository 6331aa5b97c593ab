package rollcall.report;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

/** The words of a {@code result.json} that stand for one of a few things. */
final class ResultWords {
    private ResultWords() {}

    static Verdict.Kind verdict(JsonTree tree) throws UnreadableRun {
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            if (kind.word().equals(tree.text("verdict"))) {
                return kind;
            }
        }
        throw tree.expected("verdict", "passed, failed, invalid or aborted");
    }

    static FaultCount.Kind kind(JsonTree fault) throws UnreadableRun {
        for (FaultCount.Kind kind : FaultCount.Kind.values()) {
            if (kind.word().equals(fault.text("effect"))) {
                return kind;
            }
        }
        throw fault.expected("effect", "failed, lost or setback");
    }

    static Fault fault(JsonTree fault) throws UnreadableRun {
        for (Fault known : Fault.values()) {
            if (known.name().equals(fault.text("fault"))) {
                return known;
            }
        }
        throw fault.expected("fault", "a fault that this version of Rollcall knows");
    }

    static Stage stage(JsonTree tree) throws UnreadableRun {
        for (int i = 0; i < Stage.COUNT; i++) {
            if (Stage.at(i).word().equals(tree.text("stage"))) {
                return Stage.at(i);
            }
        }
        throw tree.expected("stage", "a stage that this version of Rollcall knows");
    }

    static RateTry.Outcome outcome(JsonTree each) throws UnreadableRun {
        for (RateTry.Outcome outcome : RateTry.Outcome.values()) {
            if (outcome.word().equals(each.text("outcome"))) {
                return outcome;
            }
        }
        throw each.expected("outcome", "held, broke or too fast for this machine");
    }

    static Capacity.Limit limit(JsonTree capacity) throws UnreadableRun {
        @Nullable String word = capacity.textOrNull("limitedBy");
        for (Capacity.Limit limit : Capacity.Limit.values()) {
            if (word == null ? limit.word() == null : word.equals(limit.word())) {
                return limit;
            }
        }
        throw capacity.expected("limitedBy", "pool, search, generator or null");
    }

    static Instant instant(JsonTree tree, String field) throws UnreadableRun {
        try {
            return Instant.parse(tree.text(field));
        } catch (DateTimeException e) {
            throw tree.expected(field, "a moment, as 2026-11-21T08:59:30Z");
        }
    }
}
