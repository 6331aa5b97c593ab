package rollcall.peers;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/** The rule behind {@link NeedsPeer}. */
final class NeedsPeerExtension implements ExecutionCondition, TestExecutionExceptionHandler {
    private static final boolean REQUIRED = "required".equals(System.getenv("ROLLCALL_PEERS"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, NeedsPeer.class))
                .map(needs -> judge(needs, context, REQUIRED))
                .orElseGet(() -> ConditionEvaluationResult.enabled("needs no peer"));
    }

    static ConditionEvaluationResult judge(NeedsPeer needs, ExtensionContext context, boolean required) {
        String[] missing = Arrays.stream(needs.value())
                .filter(program -> !PeerPrograms.isInstalled(program))
                .toArray(String[]::new);
        if (missing.length == 0) {
            return ConditionEvaluationResult.enabled("every peer is installed");
        }
        String reason = reason(missing);
        if (required) {
            throw new AssertionError(reason + ", and ROLLCALL_PEERS=required");
        }
        context.getRoot()
                .getStore(Namespace.create(NeedsPeerExtension.class))
                .getOrComputeIfAbsent(NotRun.class)
                .add(context.getRequiredTestClass().getSimpleName() + " " + context.getDisplayName() + ": " + reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    static String reason(String... missing) {
        StringBuilder packages = new StringBuilder();
        for (String program : missing) {
            packages.append(' ').append(PeerPrograms.packagesOf(program));
        }
        return String.join(", ", missing) + " not installed (Debian: apt-get install" + packages + ")";
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Peer.recent().forEach(peer -> failure.addSuppressed(new PeerOutput(peer)));
        throw failure;
    }

    /** Lives in the root store, so JUnit closes it at the end of the whole run. */
    static final class NotRun implements AutoCloseable {
        private final Set<String> lines = new ConcurrentSkipListSet<>();

        void add(String line) {
            lines.add(line);
        }

        @Override
        public void close() {
            System.out.println("NOT RUN for want of a peer (ROLLCALL_PEERS=required makes this a failure):");
            lines.forEach(line -> System.out.println("  " + line));
        }
    }

    /** A peer's output beside a test's failure; where it was noticed does not matter, so it has no stack. */
    private static final class PeerOutput extends Exception {
        private static final long serialVersionUID = 1;

        PeerOutput(Peer peer) {
            super(peer + " said:\n" + peer.log(), null, false, false);
        }
    }
}
