"""boto3 against the services that speak JSON, and CloudWatch, which this boto3 speaks to in forms."""
import datetime
import time

from client import client, equal, refused

sagemaker, runtime, logs, cloudwatch = client("sagemaker"), client("sagemaker-runtime"), client("logs"), client("cloudwatch")
equal(sagemaker.list_training_jobs()["TrainingJobSummaries"], [], "no jobs yet")
error = refused("ValidationException", 400, sagemaker.describe_training_job, TrainingJobName="never-made")
equal(error["ResponseMetadata"]["RequestId"] != "", True, "request id")
refused("ValidationException", 400, sagemaker.describe_training_job, TrainingJobName="-")
refused("ValidationError", 400, runtime.invoke_endpoint, EndpointName="never-made", Body=b"1,2", ContentType="text/csv")
refused("NotImplemented", 501, sagemaker.create_hub, HubName="h", HubDescription="d")

logs.create_log_group(logGroupName="/clients/one")
logs.create_log_stream(logGroupName="/clients/one", logStreamName="s")
now = int(time.time() * 1000)
logs.put_log_events(logGroupName="/clients/one", logStreamName="s", logEvents=[{"timestamp": now, "message": "grüße"}])
equal([e["message"] for e in logs.get_log_events(logGroupName="/clients/one", logStreamName="s")["events"]], ["grüße"], "events")
refused("ResourceAlreadyExistsException", 400, logs.create_log_group, logGroupName="/clients/one")
refused("InvalidParameterException", 400, logs.create_log_group, logGroupName="no spaces allowed")

at = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
cloudwatch.put_metric_data(Namespace="Clients", MetricData=[{"MetricName": "loss", "Value": 0.25, "Timestamp": at, "Dimensions": [{"Name": "job", "Value": "a"}]}])
found = cloudwatch.get_metric_statistics(
    Namespace="Clients", MetricName="loss", Dimensions=[{"Name": "job", "Value": "a"}], Period=60, Statistics=["Average"],
    StartTime=at - datetime.timedelta(minutes=1), EndTime=at + datetime.timedelta(minutes=2))
equal([p["Average"] for p in found["Datapoints"]], [0.25], "statistics")
equal([p["Timestamp"] for p in found["Datapoints"]], [at], "instant")
print("done")
