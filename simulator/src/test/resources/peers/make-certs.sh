#!/bin/sh
# Makes in the current folder a private CA (ca.crt) and server certificates for pool.example.test and
# sip.example.test: rsa2048, ecp256, and two a client must refuse: wrongname, selfsigned.
set -eu
exec 2>make-certs.log
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -sha256 -keyout ca.key -out ca.crt \
  -subj "/CN=Example Test CA/O=Rollcall tests" -addext basicConstraints=critical,CA:TRUE \
  -addext keyUsage=critical,keyCertSign,cRLSign

leaf() { # name, common name, subject alternative names, key options...
  name=$1 common=$2 names=$3
  shift 3
  printf '%s\n' basicConstraints=CA:FALSE keyUsage=critical,digitalSignature,keyEncipherment \
    extendedKeyUsage=serverAuth,clientAuth "subjectAltName=$names" >"$name.ext"
  openssl genpkey "$@" -out "$name.key"
  openssl req -new -key "$name.key" -subj "/CN=$common" -out "$name.csr"
  openssl x509 -req -in "$name.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -sha256 \
    -extfile "$name.ext" -out "$name.crt"
}

right=DNS:pool.example.test,DNS:sip.example.test,DNS:example.test,IP:127.0.0.1
leaf rsa2048 pool.example.test "$right" -algorithm RSA -pkeyopt rsa_keygen_bits:2048
leaf ecp256 pool.example.test "$right" -algorithm EC -pkeyopt ec_paramgen_curve:P-256
leaf wrongname wrong.invalid DNS:wrong.invalid -algorithm EC -pkeyopt ec_paramgen_curve:P-256
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -keyout selfsigned.key -out selfsigned.crt \
  -subj "/CN=pool.example.test" -addext subjectAltName=DNS:pool.example.test,DNS:sip.example.test
