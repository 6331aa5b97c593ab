#!/bin/sh
# make-kdc.sh DIR PORT USERS: what MIT's krb5kdc needs for the realm EXAMPLE.TEST on 127.0.0.1:PORT, all of it in DIR.
#
#   users       user0001@EXAMPLE.TEST and on, each with the password in $ROLLCALL_PASSWORD; their keys in users.keytab
#   services    sip/pool01.example.test, sip/pool02…, sip/dir01…, HTTP/web01…; their keys in services.keytab
#   $ENCTYPES   the kinds of keys that services have, best first; all that Communicator's time knew unless given
#
# Then: KRB5_CONFIG=DIR/krb5.conf KRB5_KDC_PROFILE=DIR/kdc.conf krb5kdc -n -P DIR/kdc.pid
set -eu
umask 077
dir=$(cd "$1" && pwd)
port=$2
users=$3 # 9999 at most
password=${ROLLCALL_PASSWORD:?holds the password of every user}
enctypes=${ENCTYPES:-aes256-cts,aes128-cts,rc4-hmac}
realm=EXAMPLE.TEST
PATH=$PATH:/usr/sbin:/usr/local/sbin
export KRB5_CONFIG="$dir/krb5.conf" KRB5_KDC_PROFILE="$dir/kdc.conf"

# Three tries of three seconds (Java reads the number as milliseconds) instead of three of thirty: a KDC that is down shall
# not hold up a login for a minute and a half. By UDP, since the queue of connections that krb5kdc lets wait has five places.
cat >"$dir/krb5.conf" <<EOF
[libdefaults]
    default_realm = $realm
    dns_lookup_kdc = false
    dns_lookup_realm = false
    dns_canonicalize_hostname = false
    rdns = false
    kdc_timeout = 3000
    max_retries = 3
    allow_weak_crypto = true
    permitted_enctypes = aes256-cts aes128-cts rc4-hmac
[realms]
    $realm = {
        kdc = 127.0.0.1:$port
    }
[domain_realm]
    example.test = $realm
    .example.test = $realm
EOF
cat >"$dir/kdc.conf" <<EOF
[kdcdefaults]
    kdc_listen = 127.0.0.1:$port
    kdc_tcp_listen = 127.0.0.1:$port
[realms]
    $realm = {
        database_name = $dir/principal
        key_stash_file = $dir/stash
        acl_file = $dir/kadm5.acl
        max_life = 10h
        supported_enctypes = aes256-cts:normal aes128-cts:normal rc4-hmac:normal
    }
[logging]
    kdc = FILE:$dir/kdc.log
EOF

kdb5_util create -s -r $realm -P master >"$dir/make-kdc.log" 2>&1

# Deriving keys from a password takes 10 ms a user. So only those of one user are derived, without its name in the salt;
# the others are copies of it, in the database as in the keytab. One kind of key will do: Java reads the whole keytab four
# times for each login.
kadmin.local >>"$dir/make-kdc.log" 2>&1 <<EOF
addprinc -pw "$password" +requires_preauth -e aes256-cts:onlyrealm user0001
ktadd -k "$dir/user0001.keytab" -norandkey user0001
addprinc -randkey -e $enctypes sip/pool01.example.test
addprinc -randkey -e $enctypes sip/pool02.example.test
addprinc -randkey -e $enctypes sip/dir01.example.test
addprinc -randkey -e $enctypes HTTP/web01.example.test
ktadd -k "$dir/services.keytab" -norandkey sip/pool01.example.test sip/pool02.example.test sip/dir01.example.test
ktadd -k "$dir/services.keytab" -norandkey HTTP/web01.example.test
EOF
kdb5_util dump "$dir/user0001.dump" user0001@$realm
awk -F '\t' -v OFS='\t' -v users="$users" -v realm=$realm '
    $1 != "princ" { print; next }
    { for (i = 2; i <= users; i++) { $7 = sprintf("user%04d@%s", i, realm); $3 = length($7); print } }
' "$dir/user0001.dump" >"$dir/users.dump"
kdb5_util load -update "$dir/users.dump"
# Two bytes of version, then entries of a fixed size, as long as all names have the same length.
perl -e '
    binmode STDIN; binmode STDOUT; local $/; my $all = <STDIN>;
    print substr($all, 0, 2);
    for my $i (1 .. $ARGV[0]) { (my $entries = substr($all, 2)) =~ s/user0001/sprintf "user%04d", $i/eg; print $entries }
' "$users" <"$dir/user0001.keytab" >"$dir/users.keytab"
rm -f "$dir"/user0001.* "$dir"/users.dump*
