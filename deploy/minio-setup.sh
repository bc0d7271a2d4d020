#!/bin/sh
# Makes the bucket of S3_BUCKET on the MinIO at MINIO_URL, and the user S3_ACCESS_KEY_ID, who may use that bucket and do
# nothing else. What is there already is left as it is, so it may run at every start.
set -eu

mc --quiet alias set cinema "$MINIO_URL" "$MINIO_ROOT_USER" "$MINIO_ROOT_PASSWORD"
mc --quiet mb --ignore-existing "cinema/$S3_BUCKET"

# Nothing but mc and the shell's own words: the image of mc has little more.
policy='{"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation"],"Resource":["arn:aws:s3:::'$S3_BUCKET'"]},
  {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject"],"Resource":["arn:aws:s3:::'$S3_BUCKET'/*"]}
]}'
printf '%s\n' "$policy" > /tmp/policy.json
mc --quiet admin policy create cinema "$S3_BUCKET-only" /tmp/policy.json
mc --quiet admin user add cinema "$S3_ACCESS_KEY_ID" "$S3_SECRET_ACCESS_KEY"
case $(mc --json admin user info cinema "$S3_ACCESS_KEY_ID") in
  *"$S3_BUCKET-only"*) ;;
  *) mc --quiet admin policy attach cinema "$S3_BUCKET-only" --user "$S3_ACCESS_KEY_ID" ;;
esac
