package rollcall.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.outcome.Fault;

final class GroupExpansionTest {
    private static final WebUrl SERVICE =
            Objects.requireNonNull(WebUrl.parse("https://pool01.example.com/GroupExpansion/Int/service.asmx"));

    private static WebResult answered(int status, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return Objects.requireNonNull(
                new GroupExpansion(SERVICE, "sales@example.com").answered(new WebAnswer(status, bytes, bytes.length)));
    }

    private static String soap(String body) {
        return "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                + body + "</s:Body></s:Envelope>";
    }

    @Test
    void asksForAGroupByItsMailAddress() {
        WebRequest request = new GroupExpansion(SERVICE, "r&d<x@example.com").request();
        assertThat(request.soapAction()).isEqualTo("\"DistributionListExpander/QueryDLMembers\"");
        assertThat(request.body())
                .contains("<QueryDLMembers xmlns=\"DistributionListExpander\">"
                        + "<groupMailAddress>r&amp;d&lt;x@example.com</groupMailAddress></QueryDLMembers>");
    }

    @Test
    void theAnswerToTheOperationIsEnough() {
        String body = soap("<x:QueryDLMembersResponse xmlns:x=\"DistributionListExpander\"/>");
        assertThat(answered(200, body)).isEqualTo(new WebResult(null, "sales@example.com", body.length()));
    }

    @ParameterizedTest
    @CsvSource({"200", "500"})
    void aFaultIsAFaultWhateverTheStatus(int status) {
        WebResult result = answered(
                status,
                soap("<s:Fault><faultcode>s:Server</faultcode><faultstring>No such\n group</faultstring></s:Fault>"));
        assertThat(result.fault()).isEqualTo(Fault.WEB_SOAP_FAULT);
        assertThat(result.detail()).isEqualTo("sales@example.com: No such group");
    }

    @ParameterizedTest
    @CsvSource({
        "200, <html>Welcome</html>, WEB_MALFORMED",
        "200, '', WEB_MALFORMED",
        "200, <Envelope><Body><OtherResponse/></Body></Envelope>, WEB_MALFORMED",
        "200, <Envelope, WEB_MALFORMED",
        "404, <html>Fault</html>, WEB_NOT_FOUND",
        "500, <html>Fault</html>, WEB_SERVER_ERROR"
    })
    void anythingElseIsJudgedByItsStatusAndThenAsNonsense(int status, String body, Fault fault) {
        assertThat(answered(status, body).fault()).isEqualTo(fault);
    }
}
