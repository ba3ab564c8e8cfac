"""A learner's way through SageMaker with boto3: train on fresh random rows, deploy, invoke, transform; waiters, paginators and errors on the way.

Called with the sandbox's address; ends with 0 where all of it held.
"""
import json
import math
import random
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

ENDPOINT = sys.argv[1]
IMAGES = {
    "trees": ("683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1", {"objective": "binary:logistic", "num_round": "40", "eval_metric": "auc"}),
    "linear": ("382416733822.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1", {"predictor_type": "binary_classifier", "epochs": "10"}),
}


def client(name):
    return boto3.client(name, endpoint_url=ENDPOINT, config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}))


s3, iam, logs, cloudwatch = client("s3"), client("iam"), client("logs"), client("cloudwatch")
sagemaker, runtime = client("sagemaker"), client("sagemaker-runtime")


def wait(name, **names):
    waiter = sagemaker.get_waiter(name)
    waiter.config.delay = 0.1
    waiter.config.max_attempts = 600
    waiter.wait(**names)


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return error.response["Error"]["Message"]
    raise AssertionError(f"{call} was not refused")


def role(name, *actions):
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}
    iam.put_role_policy(RoleName=name, PolicyName="work", PolicyDocument=json.dumps(policy))
    return arn


chance = random.Random()
weights = [chance.choice([-1, 1]) * chance.uniform(0.5, 1.5) for _ in range(6)]


def rows(count):
    for _ in range(count):
        row = [chance.gauss(0, 1) for _ in weights]
        odds = sum(weight * value for weight, value in zip(weights, row))
        yield int(chance.random() < 1 / (1 + math.exp(-odds))), row


def line(row):
    return ",".join("%.6f" % value for value in row)


def area(scores, labels):
    positive = [score for score, label in zip(scores, labels) if label]
    negative = [score for score, label in zip(scores, labels) if not label]
    return sum((a > b) + (a == b) / 2 for a in positive for b in negative) / len(positive) / len(negative)


def channel(name, prefix):
    return {"ChannelName": name, "ContentType": "text/csv", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://data/{prefix}", "S3DataDistributionType": "FullyReplicated"}}}


def train(name, algorithm, arn, prefix="train/"):
    image, hyperparameters = IMAGES[algorithm]
    return sagemaker.create_training_job(
        TrainingJobName=name, RoleArn=arn, HyperParameters=hyperparameters,
        AlgorithmSpecification={"TrainingImage": image, "TrainingInputMode": "File"},
        InputDataConfig=[channel("train", prefix), channel("validation", "held/")],
        OutputDataConfig={"S3OutputPath": "s3://data/models"}, StoppingCondition={"MaxRuntimeInSeconds": 600},
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5}, Tags=[{"Key": "Journey", "Value": algorithm}])


s3.create_bucket(Bucket="data")
trainer = role("trainer", "s3:GetObject", "s3:PutObject", "s3:ListBucket")
blind = role("blind", "s3:PutObject", "s3:ListBucket")
held = list(rows(500))
for place, some in (("train/a.csv", rows(1000)), ("train/b.csv", rows(1000)), ("held/a.csv", held)):
    s3.put_object(Bucket="data", Key=place, Body="".join(f"{label},{line(row)}\n" for label, row in some))

# A role that may not read its data fails the job and no other way.
train("blind", "trees", blind)
try:
    wait("training_job_completed_or_stopped", TrainingJobName="blind")
    raise AssertionError("A job without s3:GetObject completed.")
except WaiterError:
    pass
reason = sagemaker.describe_training_job(TrainingJobName="blind")["FailureReason"]
assert reason.startswith("ClientError: Data download failed") and "s3:GetObject" in reason, reason

best = area([sum(weight * value for weight, value in zip(weights, row)) for _, row in held], [label for label, _ in held])
for algorithm in IMAGES:
    train(algorithm, algorithm, trainer)
    assert "already exists" in refused("ResourceInUse", train, name=algorithm, algorithm=algorithm, arn=trainer)
    wait("training_job_completed_or_stopped", TrainingJobName=algorithm)
    job = sagemaker.describe_training_job(TrainingJobName=algorithm)
    assert job["SecondaryStatus"] == "Completed" and job["TrainingEndTime"] >= job["TrainingStartTime"] >= job["CreationTime"], job
    assert job["FinalMetricDataList"], job

    sagemaker.create_model(ModelName=algorithm, ExecutionRoleArn=trainer, PrimaryContainer={"Image": IMAGES[algorithm][0], "ModelDataUrl": job["ModelArtifacts"]["S3ModelArtifacts"]})
    sagemaker.create_endpoint_config(EndpointConfigName=algorithm, ProductionVariants=[{"VariantName": "AllTraffic", "ModelName": algorithm, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}])
    sagemaker.create_endpoint(EndpointName=algorithm, EndpointConfigName=algorithm)
    wait("endpoint_in_service", EndpointName=algorithm)
    answer = runtime.invoke_endpoint(EndpointName=algorithm, ContentType="text/csv", Accept="application/json", Body="\n".join(line(row) for _, row in held))
    assert answer["ContentType"] == "application/json" and answer["InvokedProductionVariant"] == "AllTraffic", answer
    scores = [one["score"] for one in json.load(answer["Body"])["predictions"]]
    reached = area(scores, [label for label, _ in held])
    # Trees must find the line's direction in 2,000 rows; the linear learner has the right shape from the start.
    assert reached > best - (0.08 if algorithm == "trees" else 0.03), (algorithm, reached, best)
    print(f"{algorithm}: AUC {reached:.3f} of {best:.3f}")

    s3.put_object(Bucket="data", Key=f"batch/{algorithm}/rows.csv", Body="".join(f"row{number},{line(row)}\n" for number, (_, row) in enumerate(held)))
    sagemaker.create_transform_job(
        TransformJobName=algorithm, ModelName=algorithm, BatchStrategy="MultiRecord",
        TransformInput={"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": f"s3://data/batch/{algorithm}/"}}, "ContentType": "text/csv", "SplitType": "Line"},
        TransformOutput={"S3OutputPath": f"s3://data/predicted/{algorithm}", "Accept": "text/csv", "AssembleWith": "Line"},
        TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1}, DataProcessing={"InputFilter": "$[1:]", "JoinSource": "Input"})
    wait("transform_job_completed_or_stopped", TransformJobName=algorithm)
    written = s3.get_object(Bucket="data", Key=f"predicted/{algorithm}/rows.csv.out")["Body"].read().decode().splitlines()
    assert [one.split(",")[0] for one in written] == [f"row{number}" for number in range(len(held))], written[:3]
    # Behind the row's name and its values comes the score; the linear learner's label follows it.
    assert all(abs(float(one.split(",")[1 + len(weights)]) - score) < 1e-6 for one, score in zip(written, scores)), written[:3]

# What is not there, and what the model can't read.
assert refused("ValidationError", runtime.invoke_endpoint, EndpointName="none", Body=b"1") == "Endpoint none of account 123456789012 not found."
assert "415" in refused("ModelError", runtime.invoke_endpoint, EndpointName="trees", ContentType="image/png", Body=b"1")
assert "Could not find model" in refused("ValidationException", sagemaker.describe_model, ModelName="none")

# Pages of one, and all of them.
pages = list(sagemaker.get_paginator("list_training_jobs").paginate(PaginationConfig={"PageSize": 1}))
assert [job["TrainingJobName"] for page in pages for job in page["TrainingJobSummaries"]] == ["blind", "trees", "linear"], pages
assert [one["EndpointName"] for page in sagemaker.get_paginator("list_endpoints").paginate(SortBy="Name", SortOrder="Ascending", PaginationConfig={"PageSize": 1}) for one in page["Endpoints"]] == ["linear", "trees"]
found = sagemaker.search(Resource="TrainingJob", SearchExpression={"Filters": [{"Name": "Tags.Journey", "Operator": "Equals", "Value": "linear"}]})["Results"]
assert [one["TrainingJob"]["TrainingJobName"] for one in found] == ["linear"], found

# What is only kept: pages, waiters, states, and what would have to run.
for number in range(3):
    sagemaker.create_experiment(ExperimentName=f"experiment-{number}")
pages = list(sagemaker.get_paginator("list_experiments").paginate(SortBy="Name", SortOrder="Ascending", PaginationConfig={"PageSize": 2}))
assert [[one["ExperimentName"] for one in page["ExperimentSummaries"]] for page in pages] == [["experiment-0", "experiment-1"], ["experiment-2"]], pages
sagemaker.create_notebook_instance(NotebookInstanceName="notebook", InstanceType="ml.t3.medium", RoleArn=trainer)
wait("notebook_instance_in_service", NotebookInstanceName="notebook")
assert "Unable to transition to (Deleting)" in refused("ValidationException", sagemaker.delete_notebook_instance, NotebookInstanceName="notebook")
sagemaker.stop_notebook_instance(NotebookInstanceName="notebook")
wait("notebook_instance_stopped", NotebookInstanceName="notebook")
sagemaker.delete_notebook_instance(NotebookInstanceName="notebook")
wait("notebook_instance_deleted", NotebookInstanceName="notebook")
assert "runs no containers" in refused("ValidationException", sagemaker.create_processing_job, ProcessingJobName="none", RoleArn=trainer, AppSpecification={"ImageUri": "image"}, ProcessingResources={"ClusterConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 5}})
sagemaker.create_pipeline(PipelineName="pipeline", PipelineDefinition='{"Version": "2020-12-01", "Steps": [{"Name": "train", "Type": "Training"}]}', RoleArn=trainer)
execution = sagemaker.describe_pipeline_execution(PipelineExecutionArn=sagemaker.start_pipeline_execution(PipelineName="pipeline")["PipelineExecutionArn"])
assert execution["PipelineExecutionStatus"] == "Failed" and "runs none of their steps" in execution["FailureReason"], execution

# What the jobs said and measured.
group = "/aws/sagemaker/TrainingJobs"
streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="trees/")["logStreams"]
events = [event for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group, logStreamNames=[streams[0]["logStreamName"]], PaginationConfig={"PageSize": 10}) for event in page["events"]]
assert any("LightGBM" in event["message"] for event in events) and len(events) > 40, len(events)
assert {metric["MetricName"] for metric in cloudwatch.list_metrics(Namespace=group, Dimensions=[{"Name": "TrainingJobName", "Value": "trees"}])["Metrics"]} == {"train:auc", "validation:auc"}

for algorithm in IMAGES:
    sagemaker.delete_endpoint(EndpointName=algorithm)
    wait("endpoint_deleted", EndpointName=algorithm)
