#!/usr/bin/env bash
# Builds stripe-mock, the server by which tests/ports/payment-gateway.all.test.ts checks requests against Stripe's own
# description of its API, from the Go module proxy, where it is missing: into $(go env GOPATH)/bin, where the test finds it.
set -euo pipefail

version=v0.203.0

if command -v stripe-mock > /dev/null || [ -x "$(go env GOPATH)/bin/stripe-mock" ]; then exit 0; fi
go install "github.com/stripe/stripe-mock@$version"
