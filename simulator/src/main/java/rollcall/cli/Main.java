package rollcall.cli;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rollcall.plan.PlanException;

/** Entry point: which verb, and what its end means for the exit code. */
@Command(
        name = "rollcall",
        description = {
            "Signs thousands of simulated Office Communicator clients in to a SIP pool,",
            "as the real client does: SRV lookup, address, TLS, SIP REGISTER.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footer = {
            "",
            "Start here:  rollcall run scenarios/quickstart.yaml",
            "",
            "Exit codes:  0  all well",
            "             1  the target failed",
            "             2  the command line or a file is wrong",
            "             3  the measurement is invalid: the generator was the bottleneck",
            "             4  stopped by a guard or by you"
        })
public final class Main implements Runnable {
    /** Exit codes, the same for every verb. */
    static final int OK = 0;

    static final int TARGET_FAILED = 1;
    static final int USAGE = 2;
    static final int STOPPED = 4;

    private static final List<Class<?>> VERBS = List.of(
            CheckCommand.class,
            ExplainCommand.class,
            RunCommand.class,
            HandshakeCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            PlanCommand.class,
            MockCommand.class);

    /** Kept: a logger that nobody holds forgets its level. */
    private static final Logger BOUNCY_CASTLE = Logger.getLogger("org.bouncycastle.jsse");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Main() {}

    public static void main(String[] arguments) {
        quieten();
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** Bouncy Castle warns of entries in the JDK's own java.security that it does not know: nobody can do anything. */
    static void quieten() {
        BOUNCY_CASTLE.setLevel(Level.SEVERE);
    }

    /**
     * All verbs, or the one alone that the arguments begin with: to look through every verb's options takes a quarter of the
     * time until the first client starts.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        List<Class<?>> named = VERBS.stream()
                .filter(verb -> arguments.length > 0 && name(verb).equals(arguments[0]))
                .toList();
        for (Class<?> verb : named.isEmpty() ? VERBS : named) {
            line.addSubcommand(verb);
        }
        if (named.isEmpty()) {
            CommandLine completion = new CommandLine(AutoComplete.GenerateCompletion.class);
            completion.getCommandSpec().usageMessage().hidden(true); // there for those who look for it
            line.addSubcommand(completion);
        }
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof PlanException) {
                command.getErr().println(command.getColorScheme().errorText(exception.getMessage()));
                return USAGE;
            }
            throw exception;
        });
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    private static String name(Class<?> verb) {
        return verb.getAnnotation(Command.class).name();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which verb? see rollcall --help");
    }
}
