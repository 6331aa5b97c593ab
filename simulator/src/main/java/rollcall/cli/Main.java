package rollcall.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point. */
@Command(name = "rollcall", mixinStandardHelpOptions = true)
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
