#!/usr/bin/env bash
# Installs MailDev, the SMTP server with a web API by which `npm run services` and the journeys in server mode take mails,
# from npm where it is missing: into ~/.cache/online-cinema/bin, where they find it. It stays out of the project's own
# dependencies, which everybody installs who only wants to start a cinema. (3.0.0 does not install.)
set -euo pipefail

version=2.2.1
prefix="$HOME/.cache/online-cinema"

if command -v maildev > /dev/null || [ -x "$prefix/bin/maildev" ]; then exit 0; fi
npm install --global --prefix "$prefix" "maildev@$version"
