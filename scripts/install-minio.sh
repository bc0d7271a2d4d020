#!/usr/bin/env bash
# Builds MinIO, the S3 that tests/ports/object-storage.all.test.ts stores in, from the Go module proxy, where it is
# missing: a few minutes the first time, into $(go env GOPATH)/bin, where the test finds it.
set -euo pipefail

version=v0.0.0-20260212201848-7aac2a2c5b7c

if command -v minio > /dev/null || [ -x "$(go env GOPATH)/bin/minio" ]; then exit 0; fi
go install "github.com/minio/minio@$version"
