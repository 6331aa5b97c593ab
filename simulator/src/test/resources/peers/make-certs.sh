#!/bin/sh
# Makes in the current folder a private CA (ca.crt) and server certificates for pool.example.test and
# sip.example.test: rsa2048, ecp256, ecp384, one for webext.example.test, and those that a client must refuse: wrongname,
# selfsigned, expired, and orphan, whose issuer (middle.crt) is none that it trusts.
set -eu
exec 2>make-certs.log

# Only "openssl ca" makes certificates whose first day is not today. The authority is older than what it has issued.
printf '%s\n' [ca] default_ca=here [here] database=index.txt new_certs_dir=. rand_serial=yes unique_subject=no \
  default_md=sha256 policy=any [any] commonName=supplied organizationName=optional >ca.cnf
: >index.txt
printf '%s\n' basicConstraints=critical,CA:TRUE keyUsage=critical,keyCertSign,cRLSign >ca.ext
openssl req -new -newkey rsa:2048 -nodes -keyout ca.key -subj "/CN=Example Test CA/O=Rollcall tests" -out ca.csr
openssl ca -batch -notext -config ca.cnf -selfsign -keyfile ca.key -in ca.csr -extfile ca.ext -out ca.crt \
  -startdate 20200101000000Z -enddate 20490101000000Z
issuer=ca

issue() { # name, subject, key options...; its extensions lie in name.ext
  name=$1 subject=$2
  shift 2
  openssl genpkey "$@" -out "$name.key"
  openssl req -new -key "$name.key" -subj "$subject" -out "$name.csr"
  openssl x509 -req -in "$name.csr" -CA "$issuer.crt" -CAkey "$issuer.key" -CAcreateserial -days 90 -sha256 \
    -extfile "$name.ext" -out "$name.crt"
}

leaf() { # name, common name, subject alternative names, key options...
  name=$1 common=$2 names=$3
  shift 3
  printf '%s\n' basicConstraints=CA:FALSE keyUsage=critical,digitalSignature,keyEncipherment \
    extendedKeyUsage=serverAuth,clientAuth "subjectAltName=$names" \
    crlDistributionPoints=URI:http://crl.example.test/ca.crl >"$name.ext"
  issue "$name" "/CN=$common" "$@"
}

right=DNS:pool.example.test,DNS:sip.example.test,DNS:example.test,IP:127.0.0.1
p256="-algorithm EC -pkeyopt ec_paramgen_curve:P-256"
leaf rsa2048 pool.example.test "$right" -algorithm RSA -pkeyopt rsa_keygen_bits:2048
leaf ecp256 pool.example.test "$right" $p256
leaf ecp384 pool.example.test "$right" -algorithm EC -pkeyopt ec_paramgen_curve:P-384
leaf wrongname wrong.invalid DNS:wrong.invalid $p256
openssl req -x509 -newkey rsa:2048 -nodes -days 90 -keyout selfsigned.key -out selfsigned.crt \
  -subj "/CN=pool.example.test" -addext subjectAltName=DNS:pool.example.test,DNS:sip.example.test
leaf expired pool.example.test "$right" $p256
openssl ca -batch -notext -config ca.cnf -cert ca.crt -keyfile ca.key -in expired.csr -extfile expired.ext \
  -out expired.crt -startdate 20200101000000Z -enddate 20220101000000Z
cp ca.ext middle.ext
issue middle "/CN=Example Test Issuing CA" $p256
issuer=middle
leaf orphan pool.example.test "$right" $p256
issuer=ca
leaf webext webext.example.test DNS:webext.example.test $p256
