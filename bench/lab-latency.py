#!/usr/bin/env python3
"""How long the sandbox takes for a call, beside moto_server on the same machine in the same run.

    dotnet build src/Certus.Cli -c Release
    python3 bench/lab-latency.py [--rounds N] [--only TEXT] [--report FILE]

Both servers get the same calls from the same boto3 client, turn by turn, so that whatever else the machine does falls on both; the client's own
time is in both columns. moto_server (moto 5.2.1) keeps everything in memory; the sandbox answers a write once it is on disk. Jobs and endpoints are real in the sandbox only: moto_server answers for them what it
would answer in any case; so are queries.
"""
import argparse
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import boto3
import botocore.exceptions
from botocore.config import Config

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": ["sagemaker.amazonaws.com", "firehose.amazonaws.com"], "AWS": "123456789012"}, "Action": "sts:AssumeRole"}]})
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})
IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
CONTAINER = {"Image": IMAGE, "ModelDataUrl": "s3://bench/model.tar.gz"}
READ_SHARDS = 120
LAKE = {"RoleARN": "arn:aws:iam::123456789012:role/bench", "BucketARN": "arn:aws:s3:::bench", "Prefix": "lake/"}
HASHES = [str(n * (2**128 // 500)) for n in range(500)]
ROLE = "arn:aws:iam::123456789012:role/bench"
RESULTS = {"OutputLocation": "s3://bench/results/"}


def table(name):
    return {"Name": name, "TableType": "EXTERNAL_TABLE", "PartitionKeys": [{"Name": "day", "Type": "string"}], "StorageDescriptor": {
        "Columns": [{"Name": f"c{n}", "Type": "string"} for n in range(10)], "Location": f"s3://bench/{name}/", "SerdeInfo": {"SerializationLibrary": "org.openx.data.jsonserde.JsonSerDe"}}}


def partition(name, day):
    return {"Values": [day], "StorageDescriptor": {**table(name)["StorageDescriptor"], "Location": f"s3://bench/{name}/day={day}/"}}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command, port):
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
            break
        except urllib.error.HTTPError:
            break
        except OSError:
            if process.poll() is not None:
                sys.exit(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.01)
    return process, time.perf_counter() - began


def clients(port):
    config = Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"})
    return {name: boto3.client(name, endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test", config=config)
            for name in ("s3", "iam", "sts", "sagemaker", "sagemaker-runtime", "logs", "cloudwatch", "kinesis", "firehose", "glue", "athena")}


def training(name):
    return dict(TrainingJobName=name, RoleArn=ROLE, AlgorithmSpecification={"TrainingImage": IMAGE, "TrainingInputMode": "File"},
                HyperParameters={"objective": "binary:logistic", "num_round": "20"}, OutputDataConfig={"S3OutputPath": "s3://bench/out"},
                InputDataConfig=[{"ChannelName": "train", "ContentType": "text/csv", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bench/train/", "S3DataDistributionType": "FullyReplicated"}}}],
                ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5}, StoppingCondition={"MaxRuntimeInSeconds": 600})


def transform(name):
    return dict(TransformJobName=name, ModelName="bench-trained", TransformOutput={"S3OutputPath": "s3://bench/predicted"}, TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
                TransformInput={"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bench/rows/"}}, "ContentType": "text/csv", "SplitType": "Line"})


def settled(describe, status):
    while (state := describe()[status]) not in ("Completed", "InService"):
        if state == "Failed":
            sys.exit(f"what the calls need could not be made: {describe()}")
        time.sleep(0.1)


def stop(call):
    """Ends what a call began, so that it does not compete with the next ones; what has ended meanwhile is as good."""
    try:
        call()
    except botocore.exceptions.ClientError:
        pass


def prepare_jobs(c):
    s3, sagemaker = c["s3"], c["sagemaker"]
    rows = [[(i * (j + 3) * 7919 % 1000) / 1000 for j in range(8)] for i in range(2600)]
    s3.put_object(Bucket="bench", Key="train/rows.csv", Body="".join(f"{int(row[0] + row[1] > 1)},{','.join(map(str, row))}\n" for row in rows).encode())
    s3.put_object(Bucket="bench", Key="rows/rows.csv", Body="".join(f"{','.join(map(str, row))}\n" for row in rows[:100]).encode())
    sagemaker.create_training_job(**training("bench"))
    settled(lambda: sagemaker.describe_training_job(TrainingJobName="bench"), "TrainingJobStatus")
    sagemaker.create_model(ModelName="bench-trained", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE, "ModelDataUrl": "s3://bench/out/bench/output/model.tar.gz"})
    sagemaker.create_endpoint_config(EndpointConfigName="bench", ProductionVariants=[{"VariantName": "a", "ModelName": "bench-trained", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large", "InitialVariantWeight": 1}])
    sagemaker.create_endpoint(EndpointName="bench", EndpointConfigName="bench")
    settled(lambda: sagemaker.describe_endpoint(EndpointName="bench"), "EndpointStatus")
    sagemaker.create_transform_job(**transform("bench"))
    settled(lambda: sagemaker.describe_transform_job(TransformJobName="bench"), "TransformJobStatus")


def prepare(c):
    s3, iam, sagemaker, logs = c["s3"], c["iam"], c["sagemaker"], c["logs"]
    s3.create_bucket(Bucket="bench")
    s3.create_bucket(Bucket="bench-keys")
    s3.create_bucket(Bucket="bench-versions")
    s3.put_bucket_versioning(Bucket="bench-versions", VersioningConfiguration={"Status": "Enabled"})
    for i in range(200):
        s3.put_object(Bucket="bench-keys", Key=f"folder-{i % 10}/key-{i:03}", Body=b"x" * 100)
    s3.put_object(Bucket="bench", Key="small", Body=b"x" * 1024)
    s3.put_object(Bucket="bench", Key="model.tar.gz", Body=b"x")
    s3.put_object(Bucket="bench", Key="large", Body=b"x" * (1 << 20))
    s3.put_bucket_policy(Bucket="bench-keys", Policy=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bench-keys/*"}]}))
    iam.create_role(RoleName="bench", AssumeRolePolicyDocument=TRUST)
    iam.put_role_policy(RoleName="bench", PolicyName="s3", PolicyDocument=POLICY)
    sagemaker.create_model(ModelName="bench", ExecutionRoleArn=ROLE, PrimaryContainer=CONTAINER)
    logs.create_log_group(logGroupName="bench")
    logs.create_log_stream(logGroupName="bench", logStreamName="s")
    c["kinesis"].create_stream(StreamName="bench", ShardCount=4)
    c["firehose"].create_delivery_stream(DeliveryStreamName="bench", ExtendedS3DestinationConfiguration=LAKE)
    glue, athena = c["glue"], c["athena"]
    glue.create_database(DatabaseInput={"Name": "bench"})
    glue.create_table(DatabaseName="bench", TableInput=table("bench"))
    glue.batch_create_partition(DatabaseName="bench", TableName="bench", PartitionInputList=[partition("bench", f"{n:03}") for n in range(100)])
    glue.create_crawler(Name="bench", Role=ROLE, DatabaseName="bench", Targets={"S3Targets": [{"Path": "s3://bench/lake/"}]})
    athena.create_work_group(Name="bench", Configuration={"ResultConfiguration": RESULTS})
    KNOWN[c["s3"].meta.endpoint_url] = (query(c), athena.create_named_query(Name="bench", Database="bench", QueryString="SELECT 1")["NamedQueryId"])
    # A shard is read five times a second at most, so each round has one of its own.
    c["kinesis"].create_stream(StreamName="bench-read", ShardCount=READ_SHARDS)
    for k in range(4):
        c["kinesis"].put_records(StreamName="bench-read", Records=[{"Data": b"x" * 100, "PartitionKey": str(n)} for n in range(500)])


# Of each server: a query that has ended, and a named one.
KNOWN = {}


def known(c):
    return KNOWN[c["s3"].meta.endpoint_url]


def query(c):
    started = c["athena"].start_query_execution(QueryString="SELECT 1 AS a", ResultConfiguration=RESULTS)["QueryExecutionId"]
    ended(c, started)
    return started


def ended(c, started):
    while c["athena"].get_query_execution(QueryExecutionId=started)["QueryExecution"]["Status"]["State"] in ("QUEUED", "RUNNING"):
        time.sleep(0.01)


def begin(c, i):
    LAST[id(c)] = c["athena"].start_query_execution(QueryString=f"SELECT {i} AS a", ResultConfiguration=RESULTS)["QueryExecutionId"]


LAST = {}

# Each takes the clients and the number of the round; what a round makes has a name of its own.
CALLS = {
    "s3 PutObject 1 KB": lambda c, i: c["s3"].put_object(Bucket="bench", Key=f"put-{i}", Body=b"x" * 1024),
    "s3 PutObject 1 MB": lambda c, i: c["s3"].put_object(Bucket="bench", Key=f"put-large-{i % 5}", Body=b"x" * (1 << 20)),
    "s3 PutObject versioned": lambda c, i: c["s3"].put_object(Bucket="bench-versions", Key="k", Body=b"x" * 1024),
    "s3 GetObject 1 KB": lambda c, i: c["s3"].get_object(Bucket="bench", Key="small")["Body"].read(),
    "s3 GetObject 1 MB": lambda c, i: c["s3"].get_object(Bucket="bench", Key="large")["Body"].read(),
    "s3 GetObject range": lambda c, i: c["s3"].get_object(Bucket="bench", Key="large", Range="bytes=1000-1999")["Body"].read(),
    "s3 HeadObject": lambda c, i: c["s3"].head_object(Bucket="bench", Key="small"),
    "s3 CopyObject": lambda c, i: c["s3"].copy_object(Bucket="bench", Key=f"copy-{i}", CopySource={"Bucket": "bench", "Key": "small"}),
    "s3 DeleteObject": lambda c, i: c["s3"].delete_object(Bucket="bench", Key=f"put-{i}"),
    "s3 DeleteObjects": lambda c, i: c["s3"].delete_objects(Bucket="bench", Delete={"Objects": [{"Key": f"copy-{i}"}, {"Key": "nothing"}]}),
    "s3 ListObjectsV2 200 keys": lambda c, i: c["s3"].list_objects_v2(Bucket="bench-keys"),
    "s3 ListObjects 200 keys": lambda c, i: c["s3"].list_objects(Bucket="bench-keys"),
    "s3 ListObjectsV2 delimiter": lambda c, i: c["s3"].list_objects_v2(Bucket="bench-keys", Delimiter="/"),
    "s3 ListObjectVersions": lambda c, i: c["s3"].list_object_versions(Bucket="bench-keys"),
    "s3 ListBuckets": lambda c, i: c["s3"].list_buckets(),
    "s3 HeadBucket": lambda c, i: c["s3"].head_bucket(Bucket="bench"),
    "s3 CreateBucket": lambda c, i: c["s3"].create_bucket(Bucket=f"bench-made-{i}"),
    "s3 DeleteBucket": lambda c, i: c["s3"].delete_bucket(Bucket=f"bench-made-{i}"),
    "s3 PutObjectTagging": lambda c, i: c["s3"].put_object_tagging(Bucket="bench", Key="small", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]}),
    "s3 GetObjectTagging": lambda c, i: c["s3"].get_object_tagging(Bucket="bench", Key="small"),
    "s3 PutBucketTagging": lambda c, i: c["s3"].put_bucket_tagging(Bucket="bench", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]}),
    "s3 GetBucketPolicy": lambda c, i: c["s3"].get_bucket_policy(Bucket="bench-keys"),
    "s3 GetBucketLocation": lambda c, i: c["s3"].get_bucket_location(Bucket="bench"),
    "s3 GetBucketVersioning": lambda c, i: c["s3"].get_bucket_versioning(Bucket="bench-versions"),
    "s3 CreateMultipartUpload": lambda c, i: c["s3"].create_multipart_upload(Bucket="bench", Key="parts"),
    "s3 ListMultipartUploads": lambda c, i: c["s3"].list_multipart_uploads(Bucket="bench", MaxUploads=10),
    "sts GetCallerIdentity": lambda c, i: c["sts"].get_caller_identity(),
    "sts AssumeRole": lambda c, i: c["sts"].assume_role(RoleArn=ROLE, RoleSessionName="bench"),
    "iam CreateRole": lambda c, i: c["iam"].create_role(RoleName=f"role-{i}", AssumeRolePolicyDocument=TRUST),
    "iam GetRole": lambda c, i: c["iam"].get_role(RoleName="bench"),
    "iam ListRoles": lambda c, i: c["iam"].list_roles(MaxItems=20),
    "iam PutRolePolicy": lambda c, i: c["iam"].put_role_policy(RoleName="bench", PolicyName="s3", PolicyDocument=POLICY),
    "iam GetRolePolicy": lambda c, i: c["iam"].get_role_policy(RoleName="bench", PolicyName="s3"),
    "iam DeleteRole": lambda c, i: c["iam"].delete_role(RoleName=f"role-{i}"),
    "iam CreateUser": lambda c, i: c["iam"].create_user(UserName=f"user-{i}"),
    "iam ListUsers": lambda c, i: c["iam"].list_users(MaxItems=20),
    "iam DeleteUser": lambda c, i: c["iam"].delete_user(UserName=f"user-{i}"),
    "sagemaker CreateModel": lambda c, i: c["sagemaker"].create_model(ModelName=f"model-{i}", ExecutionRoleArn=ROLE, PrimaryContainer=CONTAINER),
    "sagemaker DescribeModel": lambda c, i: c["sagemaker"].describe_model(ModelName="bench"),
    "sagemaker ListModels": lambda c, i: c["sagemaker"].list_models(MaxResults=20),
    "sagemaker CreateEndpointConfig": lambda c, i: c["sagemaker"].create_endpoint_config(EndpointConfigName=f"config-{i}", ProductionVariants=[{"VariantName": "a", "ModelName": "bench", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}]),
    "sagemaker DescribeEndpointConfig": lambda c, i: c["sagemaker"].describe_endpoint_config(EndpointConfigName=f"config-{i}"),
    "sagemaker DeleteEndpointConfig": lambda c, i: c["sagemaker"].delete_endpoint_config(EndpointConfigName=f"config-{i}"),
    "sagemaker DeleteModel": lambda c, i: c["sagemaker"].delete_model(ModelName=f"model-{i}"),
    "sagemaker ListTrainingJobs": lambda c, i: c["sagemaker"].list_training_jobs(),
    "sagemaker ListEndpoints": lambda c, i: c["sagemaker"].list_endpoints(),
    "logs CreateLogGroup": lambda c, i: c["logs"].create_log_group(logGroupName=f"group-{i}"),
    "logs PutLogEvents": lambda c, i: c["logs"].put_log_events(logGroupName="bench", logStreamName="s", logEvents=[{"timestamp": int(time.time() * 1000), "message": "m"}]),
    "logs GetLogEvents": lambda c, i: c["logs"].get_log_events(logGroupName="bench", logStreamName="s", limit=10),
    "logs DescribeLogGroups": lambda c, i: c["logs"].describe_log_groups(limit=10),
    "logs DeleteLogGroup": lambda c, i: c["logs"].delete_log_group(logGroupName=f"group-{i}"),
    "cloudwatch PutMetricData": lambda c, i: c["cloudwatch"].put_metric_data(Namespace="bench", MetricData=[{"MetricName": "m", "Value": i}]),
    "kinesis CreateStream": lambda c, i: c["kinesis"].create_stream(StreamName=f"stream-{i}", ShardCount=1),
    "kinesis DescribeStreamSummary": lambda c, i: c["kinesis"].describe_stream_summary(StreamName="bench"),
    "kinesis DescribeStream": lambda c, i: c["kinesis"].describe_stream(StreamName="bench"),
    "kinesis ListStreams": lambda c, i: c["kinesis"].list_streams(Limit=20),
    "kinesis ListShards": lambda c, i: c["kinesis"].list_shards(StreamName="bench"),
    "kinesis PutRecord": lambda c, i: c["kinesis"].put_record(StreamName="bench", Data=b"x" * 100, PartitionKey=str(i)),
    "kinesis PutRecords 100": lambda c, i: c["kinesis"].put_records(StreamName="bench", Records=[{"Data": b"x" * 100, "PartitionKey": str(n), "ExplicitHashKey": HASHES[n * 5]} for n in range(100)]),
    "kinesis GetShardIterator": lambda c, i: c["kinesis"].get_shard_iterator(StreamName="bench-read", ShardId=f"shardId-{i % READ_SHARDS:012}", ShardIteratorType="TRIM_HORIZON"),
    "kinesis iterator + GetRecords": lambda c, i: c["kinesis"].get_records(ShardIterator=c["kinesis"].get_shard_iterator(StreamName="bench-read", ShardId=f"shardId-{i % READ_SHARDS:012}", ShardIteratorType="TRIM_HORIZON")["ShardIterator"]),
    "kinesis AddTagsToStream": lambda c, i: c["kinesis"].add_tags_to_stream(StreamName="bench", Tags={"a": "b"}),
    "kinesis DeleteStream": lambda c, i: c["kinesis"].delete_stream(StreamName=f"stream-{i}"),
    "firehose Create + DeleteDeliveryStream": lambda c, i: (c["firehose"].create_delivery_stream(DeliveryStreamName="hose", ExtendedS3DestinationConfiguration=LAKE), c["firehose"].delete_delivery_stream(DeliveryStreamName="hose")),
    "firehose DescribeDeliveryStream": lambda c, i: c["firehose"].describe_delivery_stream(DeliveryStreamName="bench"),
    "firehose ListDeliveryStreams": lambda c, i: c["firehose"].list_delivery_streams(),
    "firehose PutRecord": lambda c, i: c["firehose"].put_record(DeliveryStreamName="bench", Record={"Data": b"x" * 100}),
    "firehose PutRecordBatch 100": lambda c, i: c["firehose"].put_record_batch(DeliveryStreamName="bench", Records=[{"Data": b"x" * 100}] * 100),
    "glue CreateDatabase": lambda c, i: c["glue"].create_database(DatabaseInput={"Name": f"database-{i}"}),
    "glue GetDatabase": lambda c, i: c["glue"].get_database(Name="bench"),
    "glue GetDatabases": lambda c, i: c["glue"].get_databases(),
    "glue CreateTable": lambda c, i: c["glue"].create_table(DatabaseName="bench", TableInput=table(f"table-{i}")),
    "glue GetTable": lambda c, i: c["glue"].get_table(DatabaseName="bench", Name="bench"),
    "glue GetTables": lambda c, i: c["glue"].get_tables(DatabaseName="bench"),
    "glue UpdateTable": lambda c, i: c["glue"].update_table(DatabaseName="bench", TableInput=table(f"table-{i}")),
    "glue CreatePartition": lambda c, i: c["glue"].create_partition(DatabaseName="bench", TableName=f"table-{i}", PartitionInput=partition(f"table-{i}", "1")),
    "glue BatchCreatePartition 100": lambda c, i: c["glue"].batch_create_partition(DatabaseName="bench", TableName=f"table-{i}", PartitionInputList=[partition(f"table-{i}", f"x{n}") for n in range(100)]),
    "glue GetPartition": lambda c, i: c["glue"].get_partition(DatabaseName="bench", TableName="bench", PartitionValues=["007"]),
    "glue GetPartitions 100": lambda c, i: c["glue"].get_partitions(DatabaseName="bench", TableName="bench"),
    "glue GetPartitions, expression": lambda c, i: c["glue"].get_partitions(DatabaseName="bench", TableName="bench", Expression="day = '007'"),
    "glue CreateCrawler": lambda c, i: c["glue"].create_crawler(Name=f"crawler-{i}", Role=ROLE, DatabaseName="bench", Targets={"S3Targets": [{"Path": "s3://bench/lake/"}]}),
    "glue GetCrawler": lambda c, i: c["glue"].get_crawler(Name="bench"),
    "glue DeleteCrawler": lambda c, i: c["glue"].delete_crawler(Name=f"crawler-{i}"),
    "glue DeleteTable": lambda c, i: c["glue"].delete_table(DatabaseName="bench", Name=f"table-{i}"),
    "glue DeleteDatabase": lambda c, i: c["glue"].delete_database(Name=f"database-{i}"),
    "athena CreateWorkGroup": lambda c, i: c["athena"].create_work_group(Name=f"group-{i}", Configuration={"ResultConfiguration": RESULTS}),
    "athena GetWorkGroup": lambda c, i: c["athena"].get_work_group(WorkGroup="bench"),
    "athena ListWorkGroups": lambda c, i: c["athena"].list_work_groups(),
    "athena StartQueryExecution": lambda c, i: begin(c, i),
    "athena GetQueryExecution": lambda c, i: c["athena"].get_query_execution(QueryExecutionId=known(c)[0]),
    "athena GetQueryResults": lambda c, i: c["athena"].get_query_results(QueryExecutionId=known(c)[0]),
    "athena ListQueryExecutions": lambda c, i: c["athena"].list_query_executions(),
    "athena CreateNamedQuery": lambda c, i: c["athena"].create_named_query(Name=f"query-{i}", Database="bench", QueryString="SELECT 1"),
    "athena GetNamedQuery": lambda c, i: c["athena"].get_named_query(NamedQueryId=known(c)[1]),
    "athena DeleteWorkGroup": lambda c, i: c["athena"].delete_work_group(WorkGroup=f"group-{i}"),
    "cloudwatch ListMetrics": lambda c, i: c["cloudwatch"].list_metrics(Namespace="bench"),
    "sagemaker DescribeTrainingJob": lambda c, i: c["sagemaker"].describe_training_job(TrainingJobName="bench"),
    "sagemaker DescribeTransformJob": lambda c, i: c["sagemaker"].describe_transform_job(TransformJobName="bench"),
    "sagemaker-runtime InvokeEndpoint": lambda c, i: c["sagemaker-runtime"].invoke_endpoint(EndpointName="bench", ContentType="text/csv", Body=b"0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8")["Body"].read(),
    "sagemaker CreateTrainingJob": lambda c, i: c["sagemaker"].create_training_job(**training(f"job-{i}")),
    "sagemaker CreateTransformJob": lambda c, i: c["sagemaker"].create_transform_job(**transform(f"job-{i}")),
    "sagemaker ListTrainingJobs 20": lambda c, i: c["sagemaker"].list_training_jobs(MaxResults=20),
}

# What is done after a call, beside the measured time.
AFTER = {
    "athena StartQueryExecution": lambda c, i: ended(c, LAST[id(c)]),
    "sagemaker CreateTrainingJob": lambda c, i: stop(lambda: c["sagemaker"].stop_training_job(TrainingJobName=f"job-{i}")),
    "sagemaker CreateTransformJob": lambda c, i: stop(lambda: c["sagemaker"].stop_transform_job(TransformJobName=f"job-{i}")),
}


def measure(call, c, i):
    began = time.perf_counter()
    call(c, i)
    return (time.perf_counter() - began) * 1000


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=100)
    options.add_argument("--only", default="", help="measure the calls whose names have this text alone")
    options.add_argument("--report")
    options = options.parse_args()
    program = os.path.join(ROOT, "artifacts", "bin", "Certus.Cli", "release", "Certus.Cli.dll")
    if not os.path.exists(program):
        sys.exit("build the command line first: dotnet build src/Certus.Cli -c Release")
    if not shutil.which("moto_server"):
        sys.exit("moto_server is missing: pip install 'moto[server]==5.2.1'")
    with tempfile.TemporaryDirectory() as data:
        lab_port, moto_port = free_port(), free_port()
        lab, cold = start(["dotnet", program, "lab", "serve", "--port", str(lab_port), "--data", data], lab_port)
        moto, moto_cold = start(["moto_server", "-H", "127.0.0.1", "-p", str(moto_port)], moto_port)
        try:
            ours, theirs = clients(lab_port), clients(moto_port)
            prepare(ours)
            prepare(theirs)
            prepare_jobs(ours)
            prepare_jobs(theirs)
            rows = []
            for name, call in CALLS.items():
                if not any(part in name for part in options.only.split(",")):
                    continue
                times = ([], [])
                for i in range(-5, options.rounds):
                    for server, c in ((0, ours), (1, theirs)) if i % 2 else ((1, theirs), (0, ours)):
                        took = measure(call, c, i + 5)
                        if name in AFTER:
                            AFTER[name](c, i + 5)
                        if i >= 0:
                            times[server].append(took)
                cuts = [statistics.quantiles(t, n=20) for t in times]
                rows.append((name, cuts[0][9], cuts[0][18], cuts[1][9], cuts[1][18]))
                print(f"{name:34} {cuts[0][9]:7.2f} {cuts[0][18]:7.2f} {cuts[1][9]:7.2f} {cuts[1][18]:7.2f}{'' if cuts[0][9] <= cuts[1][9] else '  slower'}", flush=True)
            with open(f"/proc/{lab.pid}/status") as status:
                memory = next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) // 1024
        finally:
            lab.terminate()
            moto.terminate()
            lab.wait()
            moto.wait()
    if options.report:
        write(options, rows, cold, moto_cold, memory)


def write(options, rows, cold, moto_cold, memory):
    slower = [name for name, ours, _, theirs, _ in rows if ours > theirs]
    with open(options.report, "w") as report:
        report.write(f"""# Latency of the sandbox's calls

Made by `python3 bench/lab-latency.py`: {options.rounds} calls each, turn by turn on both servers, from one boto3 {boto3.__version__} client, whose own time is in
all figures. moto_server is moto 5.2.1, in memory; the sandbox answers a write once it is on disk. Training, endpoints and transforms are real in the sandbox only: of them moto_server keeps a record
and gives a set answer. {os.cpu_count()} cores, load {os.getloadavg()[2]:.0f} over the last quarter of an hour
from other work, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}.

From the start of the program to its first answer: sandbox {cold:.2f} s, moto_server {moto_cold:.2f} s. Memory of the sandbox after all these calls: {memory} MB.
At the median the sandbox is slower in {len(slower)} of {len(rows)} calls{': ' + ', '.join(slower) if slower else ''}.

| call | sandbox p50, ms | p95 | moto_server p50, ms | p95 |
|---|---:|---:|---:|---:|
""")
        for row in rows:
            report.write(f"| {row[0]} | {row[1]:.2f} | {row[2]:.2f} | {row[3]:.2f} | {row[4]:.2f} |\n")


main()
