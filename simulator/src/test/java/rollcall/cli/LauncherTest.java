package rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/rollcall}, with a Java and a Maven wrapper that only write down how they were called. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("bin", "rollcall").toAbsolutePath();

    private static final String MAKES_THE_JAR =
            "mkdir -p simulator/target/quick/lib && echo jar > simulator/target/quick/lib/rollcall.jar";
    /** Begins a loop over the arguments. */
    private static final String ARCHIVES =
            "for each; do case $each in -XX:ArchiveClassesAtExit=*) echo classes > \"${each#*=}\" ;; esac; ";

    @TempDir
    Path folder;

    /** A space in the path of everything. */
    private Path place;

    private Path jdk;

    @BeforeEach
    void makeJdk() throws IOException {
        assumeTrue(File.separatorChar == '/', "bin/rollcall is for systems with a POSIX shell");
        place = Files.createDirectories(folder.toRealPath().resolve("a place"));
        jdk = place.resolve("jdk");
        script(jdk.resolve("bin/java"), "for each; do printf '[%s]' \"$each\"; done; exit 7");
        script(jdk.resolve("bin/javac"), "");
        release("17.0.9");
    }

    @Test
    void argumentsAndExitCodePassThroughUnchanged() throws Exception {
        Run run = run(zip(), "run", "a b.yaml", "--set", "x=*", "");
        assertThat(run.output)
                .contains("[-jar][" + place + "/zip/lib/rollcall.jar][run][a b.yaml][--set][x=*][]")
                .endsWith("[]");
        assertThat(run.errors).isEmpty();
        assertThat(run.exitCode).isEqualTo(7);
    }

    @Test
    void chainOfLinksLeadsHome() throws Exception {
        zip();
        Path links = Files.createDirectories(place.resolve("li nks"));
        Files.createSymbolicLink(links.resolve("second"), Path.of("../zip/bin/rollcall"));
        Files.createSymbolicLink(links.resolve("first"), links.resolve("second"));
        assertThat(run(links.resolve("first"), "plan").output).contains("[" + place + "/zip/lib/rollcall.jar][plan]");
    }

    @Test
    void optionsForJavaAreSeparatedAtSpacesAndNotExpanded() throws Exception {
        Run run = run(zip(), Map.of("ROLLCALL_JAVA_OPTS", "-Xmx1g  -Dpattern=/*"), "run");
        assertThat(run.output).contains("[-Xmx1g][-Dpattern=/*][-jar]");
    }

    @Test
    void classesArePreparedOnceForEachJavaAndOnlyForLongVerbs() throws Exception {
        Path launcher = zip();
        Path lib = place.resolve("zip/lib");
        release("21.0.1");
        script(
                jdk.resolve("bin/java"),
                ARCHIVES + "case $each in */out) mkdir \"$each\"; echo {} > \"$each/result.json\" ;; esac; done;"
                        + " printf '[%s]' \"$@\"");
        assertThat(run(launcher, "plan").errors).isEmpty();
        Run first = run(launcher, "run", "x.yaml");
        assertThat(first.errors).isEqualTo("rollcall: preparing quicker starts, once for this Java ...\n");
        assertThat(first.output).contains("[-XX:SharedArchiveFile=" + lib + "/rollcall-21.0.1.jsa]");
        assertThat(run(launcher, "run", "x.yaml").errors).isEmpty();
        assertThat(lib.toFile().list())
                .containsExactlyInAnyOrder("rollcall.jar", "rollcall-17.0.9.jsa", "rollcall-21.0.1.jsa");
    }

    @ParameterizedTest
    @CsvSource({
        "17, no",
        "17.0.9, no",
        "17.0.10, yes",
        "17.0.15, yes",
        "20.0.2, no",
        "21, no",
        "21.0.1, no",
        "21.0.10, yes"
    })
    void onlyAJavaThatCanIsToldToTrimItsNativeHeap(String java, String can) throws Exception {
        release(java);
        assertThat(run(zip(), "run", "x.yaml").output.contains("-XX:TrimNativeHeapInterval"))
                .isEqualTo(can.equals("yes"));
    }

    @Test
    void classesOfARunThatNeverRanAreNotKept() throws Exception {
        Path launcher = zip();
        release("21.0.1");
        script(jdk.resolve("bin/java"), ARCHIVES + "done; printf '[%s]' \"$@\"");
        assertThat(run(launcher, "run", "x.yaml").output).doesNotContain("SharedArchiveFile");
        assertThat(place.resolve("zip/lib/rollcall-21.0.1.jsa")).isEmptyFile();
    }

    @Test
    void javaBelow17IsRefused() throws Exception {
        release("11.0.2");
        Run run = run(zip(), "run");
        assertThat(run.errors).contains("Java 17 or later is needed").contains("11.0.2");
        assertThat(run.exitCode).isEqualTo(2);
    }

    @Test
    void javaWithoutReleaseFileIsAsked() throws Exception {
        Files.delete(jdk.resolve("release"));
        script(jdk.resolve("bin/java"), "echo 'openjdk version \"1.8.0_402\"' >&2");
        Run run = run(zip(), "run");
        assertThat(run.errors).contains("Java 17 or later is needed").contains("1.8.0_402");
    }

    @Test
    void wrongJavaHomeIsNamed() throws Exception {
        Run run = run(zip(), Map.of("JAVA_HOME", "/no/such"), "run");
        assertThat(run.errors).contains("JAVA_HOME is /no/such");
        assertThat(run.exitCode).isEqualTo(2);
    }

    @Test
    void checkoutIsBuiltOnceAndAgainWhenASourceIsNewer() throws Exception {
        Path launcher = checkout(MAKES_THE_JAR);
        Run first = run(launcher, "plan");
        assertThat(first.errors).isEqualTo("rollcall: building once, because there is no build yet ...\n");
        assertThat(first.output).contains("[" + place + "/checkout/simulator/target/quick/lib/rollcall.jar][plan]");
        assertThat(first.exitCode).isEqualTo(7);
        assertThat(run(launcher, "plan").errors).isEmpty();
        Files.setLastModifiedTime(
                place.resolve("checkout/simulator/src/main/A.java"),
                FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(run(launcher, "plan").errors).contains("the sources are newer than the last build");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Path launcher = checkout("sleep 1; " + MAKES_THE_JAR);
        Process one = start(launcher, Map.of(), "plan");
        Process two = start(launcher, Map.of(), "plan");
        assertThat(Run.of(one).exitCode).isEqualTo(7);
        assertThat(Run.of(two).exitCode).isEqualTo(7);
        assertThat(builds()).hasSize(1);
        assertThat(place.resolve("checkout/simulator/target/rollcall.lock")).doesNotExist();
    }

    @Test
    void lockOfAProcessThatIsGoneIsNoLock() throws Exception {
        Path launcher = checkout(MAKES_THE_JAR);
        Process gone = new ProcessBuilder("true").start();
        assertThat(gone.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Path target = Files.createDirectories(place.resolve("checkout/simulator/target"));
        Files.createSymbolicLink(target.resolve("rollcall.lock"), Path.of(Long.toString(gone.pid())));
        assertThat(run(launcher, "plan").exitCode).isEqualTo(7);
    }

    @Test
    void failedBuildShowsWhyAndIsTriedAgain() throws Exception {
        Path launcher = checkout("echo '[ERROR] no such symbol'; exit 1");
        for (int i = 0; i < 2; i++) {
            Run run = run(launcher, "plan");
            assertThat(run.errors).contains("[ERROR] no such symbol").contains("the build failed");
            assertThat(run.output).isEmpty();
            assertThat(run.exitCode).isEqualTo(2);
        }
        assertThat(builds()).hasSize(2);
    }

    @Test
    void buildingWithoutCompilerIsRefused() throws Exception {
        Files.delete(jdk.resolve("bin/javac"));
        Run run = run(checkout("exit 1"), "plan");
        assertThat(run.errors).contains("building needs a JDK");
        assertThat(run.exitCode).isEqualTo(2);
    }

    private Path zip() throws IOException {
        Path zip = place.resolve("zip");
        Files.createDirectories(zip.resolve("lib"));
        Files.writeString(zip.resolve("lib/rollcall.jar"), "");
        Files.writeString(zip.resolve("lib/rollcall-17.0.9.jsa"), ""); // tried before, without success
        return install(zip);
    }

    /** A checkout whose Maven wrapper does {@code build}. */
    private Path checkout(String build) throws IOException {
        Path root = place.resolve("checkout");
        Files.createDirectories(root.resolve("simulator/src/main"));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.writeString(root.resolve("simulator/pom.xml"), "");
        Files.writeString(root.resolve("simulator/src/main/A.java"), "");
        script(root.resolve("mvnw"), "echo \"$@\" >> builds; " + build);
        return install(root.resolve("simulator"));
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(place.resolve("checkout/builds"));
    }

    private static Path install(Path home) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        return Files.copy(LAUNCHER, home.resolve("bin/rollcall"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void release(String version) throws IOException {
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Run run(Path launcher, String... arguments) throws Exception {
        return run(launcher, Map.of(), arguments);
    }

    private Run run(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        return Run.of(start(launcher, environment, arguments));
    }

    private Process start(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().remove("ROLLCALL_JAVA_OPTS");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private record Run(int exitCode, String output, String errors) {
        static Run of(Process process) throws Exception {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
            return new Run(process.waitFor(), output, errors);
        }
    }
}
