/*
 * gss-krb5 init USER SERVICE | gss-krb5 accept: one end of a Kerberos security context of MIT's GSSAPI, one command a line.
 *
 *   STEP [TOKEN]         next step of the context; answers DONE or CONT, the flags, the token, who the initiator is
 *   MIC TEXT             signs; answers OK and the signature
 *   VERIFY TEXT MIC      answers OK
 *
 * Everything binary is hex. An error is a line that begins with ERR. Keys come from KRB5_CLIENT_KTNAME and KRB5_KTNAME.
 */
#include <gssapi/gssapi.h>
#include <gssapi/gssapi_krb5.h>
#include <stdio.h>
#include <string.h>

static void print_hex(gss_buffer_t buffer) {
    for (size_t i = 0; i < buffer->length; i++) {
        printf("%02x", ((unsigned char *)buffer->value)[i]);
    }
}

static gss_buffer_desc read_hex(const char *text, unsigned char *out) {
    gss_buffer_desc buffer = {0, out};
    unsigned byte;
    while (text && sscanf(text, "%2x", &byte) == 1) {
        out[buffer.length++] = byte;
        text += 2;
    }
    return buffer;
}

static int failed(const char *what, OM_uint32 major, OM_uint32 minor) {
    if (!GSS_ERROR(major)) {
        return 0;
    }
    OM_uint32 ignored, more = 0;
    gss_buffer_desc text;
    gss_display_status(&ignored, minor, GSS_C_MECH_CODE, GSS_C_NO_OID, &more, &text);
    printf("ERR %s %08x %.*s\n", what, major, (int)text.length, (char *)text.value);
    return 1;
}

static gss_name_t import(const char *text) {
    OM_uint32 major, minor;
    gss_name_t name = GSS_C_NO_NAME;
    gss_buffer_desc buffer = {strlen(text), (void *)text};
    major = gss_import_name(&minor, &buffer, (gss_OID)GSS_KRB5_NT_PRINCIPAL_NAME, &name);
    failed("name", major, minor);
    return name;
}

int main(int count, char **words) {
    static char line[200000];
    static unsigned char first[100000], second[100000];
    OM_uint32 major, minor, flags = 0;
    gss_ctx_id_t context = GSS_C_NO_CONTEXT;
    gss_cred_id_t credential = GSS_C_NO_CREDENTIAL;
    gss_name_t target = GSS_C_NO_NAME, source = GSS_C_NO_NAME;
    gss_OID_set_desc kerberos = {1, (gss_OID)gss_mech_krb5};
    int initiator = count == 4 && !strcmp(words[1], "init");

    setvbuf(stdout, NULL, _IOLBF, 0);
    major = gss_acquire_cred(&minor, initiator ? import(words[2]) : GSS_C_NO_NAME, 0, &kerberos,
                             initiator ? GSS_C_INITIATE : GSS_C_ACCEPT, &credential, NULL, NULL);
    if (failed("credential", major, minor)) {
        return 1;
    }
    if (initiator) {
        target = import(words[3]);
    }
    while (fgets(line, sizeof line, stdin)) {
        char *command = strtok(line, " \r\n"), *a = strtok(NULL, " \r\n"), *b = strtok(NULL, " \r\n");
        gss_buffer_desc in = read_hex(a, first), mic = read_hex(b, second), out = GSS_C_EMPTY_BUFFER;
        if (!command) {
            continue;
        }
        if (!strcmp(command, "STEP")) {
            major = initiator ? gss_init_sec_context(&minor, credential, &context, target, (gss_OID)gss_mech_krb5,
                                                     GSS_C_INTEG_FLAG, 0, NULL, &in, NULL, &out, &flags, NULL)
                              : gss_accept_sec_context(&minor, &context, credential, &in, NULL, &source, NULL, &out,
                                                       &flags, NULL, NULL);
            if (failed("step", major, minor)) {
                continue;
            }
            printf("%s %x ", major == GSS_S_COMPLETE ? "DONE" : "CONT", flags);
            print_hex(&out);
            if (source != GSS_C_NO_NAME) {
                gss_display_name(&minor, source, &out, NULL);
                printf(" %.*s", (int)out.length, (char *)out.value);
            }
            puts("");
        } else if (!strcmp(command, "MIC")) {
            major = gss_get_mic(&minor, context, GSS_C_QOP_DEFAULT, &in, &out);
            if (!failed("mic", major, minor)) {
                printf("OK ");
                print_hex(&out);
                puts("");
            }
        } else if (!strcmp(command, "VERIFY")) {
            major = gss_verify_mic(&minor, context, &in, &mic, NULL);
            if (!failed("verify", major, minor)) {
                puts("OK");
            }
        } else {
            puts("ERR unknown command");
        }
    }
    return 0;
}
