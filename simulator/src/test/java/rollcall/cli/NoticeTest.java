package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NoticeTest {
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
    private static final Pattern GROUP = Pattern.compile("<groupId>(.*?)</groupId>");

    @Test
    void everythingThatIsBundledIsNamed() throws Exception {
        String notice = Files.readString(Path.of("src/main/assembly/NOTICE"));
        List<String> bundled = new ArrayList<>();
        for (Matcher each = DEPENDENCY.matcher(Files.readString(Path.of("pom.xml"))); each.find(); ) {
            Matcher group = GROUP.matcher(each.group(1));
            if (!each.group(1).contains("<scope>test</scope>") && group.find()) {
                bundled.add(group.group(1));
            }
        }
        assertThat(bundled).contains("io.netty", "dnsjava");
        assertThat(notice).contains(bundled);
    }
}
