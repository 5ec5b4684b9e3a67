#!/bin/sh
# Makes the secrets that compose.yaml names, into ./secrets beside it or the folder given: passwords, keys, an authority
# of this machine's own and certificates of a year. What is there stays. Run again with --certificates to renew those.
# Needs openssl, and lien-thong (npx, in the repository): run it as root, so that each file belongs to who reads it.
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)
renew=false
if [ "${1:-}" = --certificates ]; then
  renew=true
  shift
fi
to=${1:-$here/secrets}
server_user=65532
postgres_user=999
ministries='reference population land health education steering oversight'
mkdir -p "$to"
cd "$to"

password() { openssl rand -hex 24; }
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
lien_thong() { node "$here/../lien-thong.mjs" "$@"; }
# Writes standard input under a name, whole or not at all, unless it is there.
keep() {
  if [ -s "$1" ]; then cat >/dev/null; else cat >"$1.new" && mv "$1.new" "$1"; fi
}
symmetric_key() {
  printf '{"keys":[{"kty":"oct","kid":"%s","k":"%s"}]}\n' "$(openssl rand -hex 4)" "$(openssl rand 32 | base64url)"
}

# Databases: each role's password is in its own URL, and in what PostgreSQL makes the roles from.
databases='reference population land health education steering gateway'
url() { printf 'postgresql://%s:%s@postgres/%s' "$1" "$2" "$3"; }
# Of a database: its roles but the owner, each with the name of its URL.
roles_of() {
  case $1 in
    gateway) echo oversight_reader:oversight-url gateway_writer:gateway-writer-url registry_writer:registry-url oversight_writer:oversight-writer-url ;;
    steering) echo steering_reader:steering-url steering_writer:steering-writer-url ;;
    *) echo "$1_reader:$1-url" ;;
  esac
}
create_role() {
  printf "CREATE ROLE %s LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '%s';\n" "$2" "$3"
  printf 'GRANT CONNECT ON DATABASE %s TO %s;\n' "$1" "$2"
}
if [ ! -s postgres-roles ]; then
  for database in $databases; do
    owner=$(password)
    printf "CREATE ROLE %s_owner LOGIN PASSWORD '%s';\n" "$database" "$owner"
    printf 'CREATE DATABASE %s OWNER %s_owner;\n' "$database" "$database"
    printf 'REVOKE ALL ON DATABASE %s FROM PUBLIC;\n' "$database"
    url "${database}_owner" "$owner" "$database" >"$database-owner-url"
    for one in $(roles_of "$database"); do
      role=${one%%:*}
      secret=$(password)
      create_role "$database" "$role" "$secret"
      url "$role" "$secret" "$database" >"${one##*:}"
    done
  done >postgres-roles.new
  mv postgres-roles.new postgres-roles
fi
# What a later release needs besides: PostgreSQL reads its file of roles but once, so who runs it makes them.
for database in $databases; do
  for one in $(roles_of "$database"); do
    [ ! -s "${one##*:}" ] || continue
    role=${one%%:*}
    grep -q "^CREATE ROLE $role " postgres-roles || {
      { cat postgres-roles && create_role "$database" "$role" "$(password)"; } >postgres-roles.new
      mv postgres-roles.new postgres-roles
    }
    secret=$(sed -n "s/^CREATE ROLE $role .*PASSWORD '\([^']*\)';\$/\1/p" postgres-roles)
    printf -- '-- A role that this release needs: run this as the superuser of PostgreSQL.\n'
    create_role "$database" "$role" "$secret"
    url "$role" "$secret" "$database" | keep "${one##*:}"
  done
done
password | keep postgres-password

# Keys.
for name in person-keys session-keys; do symmetric_key | keep "$name"; done
for name in cursor-key record-key; do openssl rand 32 | keep "$name"; done
LIEN_THONG_GATEWAY_KEY_FILE=$to/gateway-key lien_thong gateway key | keep gateway-public-keys
LIEN_THONG_AUDIT_KEY_FILE=$to/audit-key lien_thong audit key | keep audit-public-keys
LIEN_THONG_REGISTRY_KEY_FILE=$to/registry-key lien_thong registry key >/dev/null

# Certificates: an authority whose key stays here, one certificate for each process.
new_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256; }
if [ ! -s tls-ca ]; then
  new_key >tls-ca.key
  openssl req -x509 -new -key tls-ca.key -days 3650 -subj '/CN=Lien Thong on this machine' \
    -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' -addext 'keyUsage=critical,keyCertSign' -out tls-ca
fi
certify() {
  [ -s "$1-tls-cert" ] && [ "$renew" = false ] && return
  new_key >"$1-tls-key.new"
  openssl req -new -key "$1-tls-key.new" -subj "/CN=$1" -out "$1.csr"
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=%s\nkeyUsage=critical,digitalSignature\n' "$1" "$2" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA tls-ca -CAkey tls-ca.key -days 365 -extfile "$1.ext" \
    -out "$1-tls-cert.new" 2>/dev/null
  # In place, not by another file: a running container sees the file that it was given.
  cat "$1-tls-key.new" >"$1-tls-key"
  cat "$1-tls-cert.new" >"$1-tls-cert"
  rm -f "$1.csr" "$1.ext" "$1-tls-key.new" "$1-tls-cert.new"
}
certify gateway clientAuth
for ministry in $ministries; do certify "$ministry" serverAuth; done

if [ "$(id -u)" -eq 0 ]; then
  chown "$server_user:$server_user" ./*
  chown "$postgres_user:$postgres_user" postgres-*
  chown 0:0 tls-ca.key
  chmod 0711 .
fi
