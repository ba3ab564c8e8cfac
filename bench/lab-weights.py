#!/usr/bin/env python3
"""What the sandbox weighs, beside moto_server on the same machine: start, memory, a large object, many keys; and how soon its own jobs have completed.

    dotnet build src/Certus.Cli -c Release
    python3 bench/lab-weights.py [--starts N] [--gigabytes N] [--keys N] [--peer-gigabytes N] [--jobs N]

The object goes in and out by plain HTTP in pieces of a mebibyte; the greatest memory (VmHWM) is asked of the system before and after. Keys are listed to their end by boto3.
"""
import argparse
import hashlib
import http.client
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import boto3
from botocore.config import Config

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PIECE = random.Random(7).randbytes(1 << 20)
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0", "x-amz-content-sha256": "UNSIGNED-PAYLOAD"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command, port):
    """The program, and how long it took to its first answer."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            return process, time.perf_counter() - began
        except OSError:
            if process.poll() is not None:
                sys.exit(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.01)


def memory(pid, what="VmRSS"):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(what)) / 1024


def children(pid):
    return [int(child) for task in os.listdir(f"/proc/{pid}/task") for child in open(f"/proc/{pid}/task/{task}/children").read().split()]


def client(name, port):
    return boto3.client(name, endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test", config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}))


def large(port, gigabytes):
    """Puts an object in and takes it out again; seconds of each, and whether it is the same."""
    pieces = gigabytes * 1024
    client("s3", port).create_bucket(Bucket="weights-large")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1800)
    began = time.perf_counter()
    connection.request("PUT", "/weights-large/o", body=(PIECE for _ in range(pieces)), headers={**SIGNED, "Content-Length": str(pieces << 20)})
    answer = connection.getresponse()
    if answer.status != 200:
        sys.exit(f"the object was refused: {answer.status} {answer.read()[:500]}")
    answer.read()
    put = time.perf_counter() - began
    began = time.perf_counter()
    connection.request("GET", "/weights-large/o", headers=SIGNED)
    answer = connection.getresponse()
    found, count = hashlib.sha256(), 0
    while piece := answer.read(1 << 20):
        found.update(piece)
        count += len(piece)
    got = time.perf_counter() - began
    wanted = hashlib.sha256()
    for _ in range(pieces):
        wanted.update(PIECE)
    client("s3", port).delete_object(Bucket="weights-large", Key="o")
    return put, got, found.digest() == wanted.digest() and count == pieces << 20


def many(port, keys):
    """Puts keys in random order, lists them; seconds of each, and whether they come whole and in order."""
    s3 = client("s3", port)
    s3.create_bucket(Bucket="weights-many")
    names = [f"part-{n % 97:02}/key-{n:06}" for n in range(keys)]
    shuffled = names[:]
    random.Random(11).shuffle(shuffled)

    def put(part):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        for name in part:
            connection.request("PUT", f"/weights-many/{name}", body=b"x", headers=SIGNED)
            connection.getresponse().read()

    began = time.perf_counter()
    threads = [threading.Thread(target=put, args=(shuffled[n::8],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    put_in = time.perf_counter() - began
    began = time.perf_counter()
    listed, pages = [], []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket="weights-many"):
        pages.append(time.perf_counter())
        listed += [item["Key"] for item in page["Contents"]]
    took = time.perf_counter() - began
    return put_in, took, statistics.median(b - a for a, b in zip(pages, pages[1:])) * 1000, listed == sorted(names)


def train(port, count, rows, rounds):
    """Seconds from the creation of a training job until its description says that it has completed."""
    s3, iam, sagemaker = client("s3", port), client("iam", port), client("sagemaker", port)
    name = f"weights-{rows}"
    s3.create_bucket(Bucket=name)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}))
    chance = random.Random(5)
    values = ([chance.gauss(0, 1) for _ in range(8)] for _ in range(rows))
    s3.put_object(Bucket=name, Key="train/rows.csv", Body="".join(f"{int(sum(row[:3]) > 0)},{','.join(f'{value:.5f}' for value in row)}\n" for row in values).encode())
    took = []
    for n in range(count):
        began = time.perf_counter()
        sagemaker.create_training_job(
            TrainingJobName=f"{name}-{n}", RoleArn=f"arn:aws:iam::123456789012:role/{name}", AlgorithmSpecification={"TrainingImage": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1", "TrainingInputMode": "File"},
            HyperParameters={"objective": "binary:logistic", "num_round": str(rounds)}, OutputDataConfig={"S3OutputPath": f"s3://{name}/out"},
            InputDataConfig=[{"ChannelName": "train", "ContentType": "text/csv", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://{name}/train/", "S3DataDistributionType": "FullyReplicated"}}}],
            ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5}, StoppingCondition={"MaxRuntimeInSeconds": 600})
        while (state := sagemaker.describe_training_job(TrainingJobName=f"{name}-{n}")["TrainingJobStatus"]) == "InProgress":
            time.sleep(0.02)
        if state != "Completed":
            sys.exit(f"the training job is {state}")
        took.append(time.perf_counter() - began)
    return took


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--gigabytes", type=int, default=5)
    options.add_argument("--peer-gigabytes", type=int, default=0, help="the peer's object; none by default")
    options.add_argument("--keys", type=int, default=100_000)
    options.add_argument("--starts", type=int, default=5)
    options.add_argument("--jobs", type=int, default=3)
    options = options.parse_args()
    program = os.path.join(ROOT, "artifacts", "bin", "Certus.Cli", "release", "Certus.Cli.dll")
    if not os.path.exists(program):
        sys.exit("build the command line first: dotnet build src/Certus.Cli -c Release")
    if not shutil.which("moto_server"):
        sys.exit("moto_server is missing: pip install 'moto[server]==5.2.1'")

    def lab(port, data):
        return start(["dotnet", program, "lab", "serve", "--port", str(port), "--data", data], port)

    def moto(port):
        return start(["moto_server", "-H", "127.0.0.1", "-p", str(port)], port)

    def say(text):
        print(f"{text} (load {os.getloadavg()[0]:.0f})", flush=True)

    with tempfile.TemporaryDirectory() as data:
        ours, theirs = [], []
        for n in range(options.starts):
            for take, begin in ((ours, lambda port: lab(port, os.path.join(data, f"start-{n}"))), (theirs, moto)):
                process, took = begin(free_port())
                take.append(took)
                process.terminate()
                process.wait()
        if options.starts:
            say(f"start to first answer, median of {options.starts}: sandbox {statistics.median(ours):.2f} s ({min(ours):.2f} to {max(ours):.2f}), moto_server {statistics.median(theirs):.2f} s ({min(theirs):.2f} to {max(theirs):.2f})")

        for name, begin, gigabytes in (("sandbox", lambda port: lab(port, os.path.join(data, "lab")), options.gigabytes), ("moto_server", moto, options.peer_gigabytes)):
            port = free_port()
            process, _ = begin(port)
            try:
                time.sleep(5)
                say(f"{name}: {memory(process.pid):.0f} MB idle after its start")
                s3, athena = client("s3", port), client("athena", port)
                s3.create_bucket(Bucket="weights-results")
                started = athena.start_query_execution(QueryString="SELECT 1 AS a", ResultConfiguration={"OutputLocation": "s3://weights-results/"})["QueryExecutionId"]
                while athena.get_query_execution(QueryExecutionId=started)["QueryExecution"]["Status"]["State"] in ("QUEUED", "RUNNING"):
                    time.sleep(0.05)
                time.sleep(5)
                say(f"{name}: {memory(process.pid):.0f} MB idle after a query, {' and '.join(f'{memory(child):.0f} MB its child' for child in children(process.pid)) or 'no child'}")
                if gigabytes:
                    before = memory(process.pid, "VmHWM")
                    put, got, same = large(port, gigabytes)
                    say(f"{name}: {gigabytes} GB in {put:.1f} s in, {got:.1f} s out, the same bytes: {same}; greatest memory {before:.0f} MB before, {memory(process.pid, 'VmHWM'):.0f} MB after")
                if options.keys:
                    put_in, took, page, whole = many(port, options.keys)
                    say(f"{name}: {options.keys:,} keys put in {put_in:.1f} s, listed in {took:.1f} s, a page of 1,000 in {page:.0f} ms at the median, whole and in order: {whole}; {memory(process.pid):.0f} MB")
                if name == "sandbox":
                    for rows, rounds in ((2600, 60), (200_000, 100)):
                        took = train(port, options.jobs, rows, rounds)
                        say(f"{name}: boosted trees, {rows:,} x 8, {rounds} rounds, create to Completed {', '.join(f'{one:.2f}' for one in took)} s")
            finally:
                process.terminate()
                process.wait()


main()
