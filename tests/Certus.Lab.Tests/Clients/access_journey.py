"""A data scientist's way with boto3 as a user of the account: what the policies of user, role and bucket allow, and what each of them denies.

Called with the sandbox's address; writes "done" and ends with 0 where all of it held.
"""
import json
import random
import sys
import time

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]
FULL = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"


def client(name, key=None, unsigned=False):
    credentials = {} if key is None else {"aws_access_key_id": key[0], "aws_secret_access_key": key[1], "aws_session_token": key[2]}
    config = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}, **({"signature_version": UNSIGNED} if unsigned else {}))
    return boto3.client(name, endpoint_url=ENDPOINT, config=config, **credentials)


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource, **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def refused(words, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert words in str(error), f"{words!r} is not in {error}"
    else:
        raise AssertionError(f"{words!r}: it was done")


# The account's root makes a user, a role and a bucket beside.
iam, s3 = client("iam"), client("s3")
iam.create_user(UserName="ana")
made = iam.create_access_key(UserName="ana")["AccessKey"]
ana = (made["AccessKeyId"], made["SecretAccessKey"], None)
role = iam.create_role(RoleName="Trainer", Path="/service-role/", AssumeRolePolicyDocument=policy(
    {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}))["Role"]["Arn"]
s3.create_bucket(Bucket="plain")
rows = "\n".join(f"{int(a + b > 1)},{a:.3f},{b:.3f}" for a, b in ((random.random(), random.random()) for _ in range(300)))
s3.put_object(Bucket="plain", Key="train.csv", Body=rows.encode())

# A new user may nothing; the secret must be its own.
assert client("sts", ana).get_caller_identity()["Arn"].endswith(":user/ana")
refused("no identity-based policy allows the s3:ListAllMyBuckets action", client("s3", ana).list_buckets)
refused("no identity-based policy allows the sagemaker:ListModels action", client("sagemaker", ana).list_models)
refused("SignatureDoesNotMatch", client("s3", (ana[0], "guessed", None)).list_buckets)

# SageMakerFullAccess reaches buckets named after SageMaker, and hands roles to SageMaker.
iam.attach_user_policy(UserName="ana", PolicyArn=FULL)
mine, sagemaker = client("s3", ana), client("sagemaker", ana)
mine.create_bucket(Bucket="ana-sagemaker")
mine.put_object(Bucket="ana-sagemaker", Key="train/train.csv", Body=rows.encode())
refused("s3:GetObject", mine.get_object, Bucket="plain", Key="train.csv")
refused("iam:CreateUser", client("iam", ana).create_user, UserName="eve")


def train(name, source):
    sagemaker.create_training_job(
        TrainingJobName=name, RoleArn=role, AlgorithmSpecification={"TrainingImage": IMAGE, "TrainingInputMode": "File"},
        HyperParameters={"objective": "binary:logistic", "num_round": "5"}, OutputDataConfig={"S3OutputPath": "s3://ana-sagemaker/out"},
        InputDataConfig=[{"ChannelName": "train", "ContentType": "text/csv", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": source}}}],
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10}, StoppingCondition={"MaxRuntimeInSeconds": 300})
    while True:
        job = sagemaker.describe_training_job(TrainingJobName=name)
        if job["TrainingJobStatus"] != "InProgress":
            return job["TrainingJobStatus"], job.get("FailureReason", "")
        time.sleep(0.1)


# The job reads as its role, not as who made it.
status, reason = train("without-policy", "s3://ana-sagemaker/train/")
assert status == "Failed" and "s3:ListBucket" in reason, (status, reason)
iam.attach_role_policy(RoleName="Trainer", PolicyArn=FULL)
status, reason = train("other-bucket", "s3://plain/")
assert status == "Failed" and "s3:GetObject on arn:aws:s3:::plain/train.csv" in reason, (status, reason)
assert train("good", "s3://ana-sagemaker/train/")[0] == "Completed"

# A deny wins; without iam:PassRole no role is handed on.
iam.put_user_policy(UserName="ana", PolicyName="no-roles", PolicyDocument=policy({"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"}))
refused("iam:PassRole on resource: " + role + " with an explicit deny in an identity-based policy", train, name="no-role", source="s3://ana-sagemaker/train/")

# A bucket policy lets in whom it names; everybody only once the public access block lets it be.
s3.put_bucket_policy(Bucket="plain", Policy=policy(allow("s3:GetObject", "arn:aws:s3:::plain/*", Principal={"AWS": "arn:aws:iam::123456789012:user/ana"})))
assert mine.get_object(Bucket="plain", Key="train.csv")["Body"].read() == rows.encode()
public = policy(allow("s3:GetObject", "arn:aws:s3:::plain/*", Principal="*"))
refused("BlockPublicPolicy", s3.put_bucket_policy, Bucket="plain", Policy=public)
s3.delete_public_access_block(Bucket="plain")
nobody = client("s3", unsigned=True)
refused("AccessDenied", nobody.get_object, Bucket="plain", Key="train.csv")
s3.put_bucket_policy(Bucket="plain", Policy=public)
assert s3.get_bucket_policy_status(Bucket="plain")["PolicyStatus"]["IsPublic"]
assert nobody.get_object(Bucket="plain", Key="train.csv")["Body"].read() == rows.encode()
refused("AccessDenied", nobody.list_objects_v2, Bucket="plain")

# A session of a role is the role, less what its own policy leaves out.
iam.create_role(RoleName="Reader", AssumeRolePolicyDocument=policy({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/ana"}, "Action": "sts:AssumeRole"}))
iam.attach_role_policy(RoleName="Reader", PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
reader = "arn:aws:iam::123456789012:role/Reader"
refused("AccessDenied", client("sts").assume_role, RoleArn=reader, RoleSessionName="root-is-not-named")
session = client("sts", ana).assume_role(RoleArn=reader, RoleSessionName="look", Policy=policy(allow("s3:ListBucket", "*")))["Credentials"]
looking = client("s3", (session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"]))
assert looking.list_objects_v2(Bucket="ana-sagemaker")["KeyCount"] >= 1
refused("no session policy allows the s3:GetObject action", looking.get_object, Bucket="ana-sagemaker", Key="train/train.csv")
refused("InvalidToken", client("s3", (session["AccessKeyId"], session["SecretAccessKey"], "another")).list_buckets)

# A key that is deleted is nobody's.
iam.delete_access_key(UserName="ana", AccessKeyId=ana[0])
refused("InvalidAccessKeyId", mine.list_buckets)
refused("InvalidClientTokenId", client("sts", ana).get_caller_identity)
print("done")
