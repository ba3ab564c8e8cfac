"""boto3 against Kinesis and Firehose: waiters, paginators, records in order, delivery to S3."""
import json
import random
import time

from client import client, equal, refused

kinesis, firehose, iam, s3 = client("kinesis"), client("firehose"), client("iam"), client("s3")
kinesis.create_stream(StreamName="clients", ShardCount=3)
kinesis.get_waiter("stream_exists").wait(StreamName="clients")
refused("ResourceInUseException", 400, kinesis.create_stream, StreamName="clients", ShardCount=1)
shards = [s["ShardId"] for page in kinesis.get_paginator("list_shards").paginate(StreamName="clients", PaginationConfig={"PageSize": 2}) for s in page["Shards"]]
described = [s["ShardId"] for page in kinesis.get_paginator("describe_stream").paginate(StreamName="clients", PaginationConfig={"PageSize": 1}) for s in page["StreamDescription"]["Shards"]]
equal((shards, described), ([f"shardId-{n:012}" for n in range(3)],) * 2, "pages of shards")

iam.create_role(RoleName="hose", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "firehose.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))
iam.put_role_policy(RoleName="hose", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*", "kinesis:*"], "Resource": "*"}]}))
role = iam.get_role(RoleName="hose")["Role"]["Arn"]
s3.create_bucket(Bucket="lake")
arn = firehose.create_delivery_stream(
    DeliveryStreamName="hose", DeliveryStreamType="KinesisStreamAsSource",
    KinesisStreamSourceConfiguration={"KinesisStreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/clients", "RoleARN": role},
    ExtendedS3DestinationConfiguration={"RoleARN": role, "BucketARN": "arn:aws:s3:::lake", "Prefix": "raw/", "BufferingHints": {"IntervalInSeconds": 60, "SizeInMBs": 1}})["DeliveryStreamARN"]
equal(arn, "arn:aws:firehose:us-east-1:123456789012:deliverystream/hose", "delivery stream")

sent = [(f"key-{random.randrange(9)}", str(n)) for n in range(300)]
answer = kinesis.put_records(StreamName="clients", Records=[{"PartitionKey": key, "Data": data.encode() + b" " * 4000} for key, data in sent])
equal(answer["FailedRecordCount"], 0, "all taken")
got = {}
for shard in shards:
    iterator = kinesis.get_shard_iterator(StreamName="clients", ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    page = kinesis.get_records(ShardIterator=iterator)
    for record in page["Records"]:
        got.setdefault(record["PartitionKey"], []).append(record["Data"].strip().decode())
equal(got, {key: [data for k, data in sent if k == key] for key in {k for k, _ in sent}}, "each key in its order")

# More than a megabyte is due at once; who waits is not kept waiting for the minute.
until = time.time() + 60
while not (found := s3.list_objects_v2(Bucket="lake", Prefix="raw/").get("Contents")) and time.time() < until:
    time.sleep(0.1)
delivered = s3.get_object(Bucket="lake", Key=found[0]["Key"])["Body"].read().split()
equal([int(n) for n in delivered], list(range(len(delivered))), "delivered in order")

kinesis.delete_stream(StreamName="clients")
kinesis.get_waiter("stream_not_exists").wait(StreamName="clients")
refused("ResourceNotFoundException", 400, kinesis.put_record, StreamName="clients", Data=b"x", PartitionKey="k")
refused("NotImplemented", 501, kinesis.subscribe_to_shard, ConsumerARN="arn:aws:kinesis:us-east-1:123456789012:stream/s/consumer/c:1", ShardId="shardId-000000000000", StartingPosition={"Type": "LATEST"})
print("done")
