#!/usr/bin/env bash
# The AWS CLI: high-level s3 commands, JSON, Query and REST services, exit codes.
set -euo pipefail
aws() { /usr/bin/aws --endpoint-url "$ENDPOINT" --output json "$@"; }
fail() { echo "$1" >&2; exit 1; }
cd "$(mktemp -d)"

aws s3 mb s3://cli-bucket >/dev/null
head -c 9000000 /dev/urandom > large; echo hello > small; mkdir -p tree/a; echo 1 > tree/one; echo 2 > "tree/a/two ü"
aws s3 cp large s3://cli-bucket/large --no-progress >/dev/null
aws s3 cp s3://cli-bucket/large back --no-progress >/dev/null
cmp large back || fail "what was copied up in parts comes back otherwise"
aws s3 sync tree s3://cli-bucket/tree --no-progress >/dev/null
[ "$(aws s3 ls s3://cli-bucket/tree/ --recursive | wc -l)" = 2 ] || fail "sync"
[ -z "$(aws s3 sync tree s3://cli-bucket/tree --no-progress)" ] || fail "what is the same is not copied again"
[ "$(aws s3 cp s3://cli-bucket/tree/one -)" = 1 ] || fail "cp to standard output"
echo streamed | aws s3 cp - s3://cli-bucket/streamed
[ "$(curl -s "$(aws s3 presign s3://cli-bucket/streamed)")" = streamed ] || fail "presigned link"
aws s3api put-object-tagging --bucket cli-bucket --key streamed --tagging 'TagSet=[{Key=a,Value=b}]' >/dev/null
[ "$(aws s3api get-object-tagging --bucket cli-bucket --key streamed --query 'TagSet[0].Value' --output text)" = b ] || fail "tagging"
aws s3api head-object --bucket cli-bucket --key nothing 2> error && fail "a head of nothing succeeded"
grep -q '(404)' error || fail "$(cat error)"
aws s3 rb s3://cli-bucket --force >/dev/null

[ "$(aws sts get-caller-identity --query Account --output text)" = 123456789012 ] || fail "account"
aws iam create-user --user-name cli-user >/dev/null
[ "$(aws iam list-users --query 'Users[].UserName' --output text)" = cli-user ] || fail "users"
[ "$(aws sagemaker list-models --query 'length(Models)')" = 0 ] || fail "models"
aws sagemaker describe-model --model-name nothing 2> error && fail "a model that is not there was described"
grep -q 'ValidationException' error || fail "$(cat error)"
aws logs create-log-group --log-group-name cli
[ "$(aws logs describe-log-groups --query 'logGroups[].logGroupName' --output text)" = cli ] || fail "log groups"
echo done
