#!/bin/sh
# Writes a .env for docker-compose.yml: fresh secrets, and what you have to fill in. Never overwrites one.
set -eu
cd "$(dirname "$0")/.."
umask 077

secret() { od -An -v -tx1 -N 32 /dev/urandom | tr -d ' \n'; }

if [ -e .env ]; then
  echo '.env is there already; nothing was written.' >&2
  exit 1
fi
cat > .env <<ENV
# Where browsers find the cinema, and the port of this machine on which it answers.
PUBLIC_URL=http://localhost:8000
CINEMA_PORT=8000

# From your account at Stripe (the test keys will do to begin with); webhooks go to PUBLIC_URL/api/v1/payments/webhook/.
STRIPE_SECRET_KEY=
STRIPE_WEBHOOK_SECRET=

# Where mails go out: this one only catches them and shows them on http://127.0.0.1:1080.
SMTP_URL=smtp://maildev:1025

# Drawn by lot for this system alone. Keep them: with other keys, everyone has to log in again.
SECRET_KEY_ACCESS=$(secret)
SECRET_KEY_REFRESH=$(secret)
OPS_TOKEN=$(secret)
POSTGRES_PASSWORD=$(secret)
REDIS_PASSWORD=$(secret)
MINIO_ROOT_PASSWORD=$(secret)
S3_SECRET_ACCESS_KEY=$(secret)
PGADMIN_PASSWORD=$(secret)
ENV
echo 'Wrote .env; set PUBLIC_URL, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET and SMTP_URL in it.'
