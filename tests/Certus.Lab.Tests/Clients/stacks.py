"""boto3 against CloudFormation: templates of both kinds, functions, waiters, pages, updates, replacements, roll-backs."""
import json
import time

from client import client, equal, refused

cf, s3, kinesis, iam, glue, athena, logs, firehose, sagemaker = (client(name) for name in ("cloudformation", "s3", "kinesis", "iam", "glue", "athena", "logs", "firehose", "sagemaker"))


def status(stack):
    return cf.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]


def outputs(stack):
    return {o["OutputKey"]: o["OutputValue"] for o in cf.describe_stacks(StackName=stack)["Stacks"][0].get("Outputs", [])}


def reasons(stack):
    return [e.get("ResourceStatusReason", "") for page in cf.get_paginator("describe_stack_events").paginate(StackName=stack) for e in page["StackEvents"]]


LAKE = """
AWSTemplateFormatVersion: '2010-09-09'
Description: A lake
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Shards: {Type: Number, Default: 2, MinValue: 1}
  Secret: {Type: String, NoEcho: true, Default: hush}
  Zones: {Type: CommaDelimitedList, Default: 'a, b,c'}
Mappings:
  Days:
    dev: {Log: 7}
    prod: {Log: 30}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
  Busy: !And [!Condition Prod, !Not [!Equals [!Ref Shards, '1']]]
Resources:
  Hose:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: KinesisStreamAsSource
      KinesisStreamSourceConfiguration: {KinesisStreamARN: !GetAtt Stream.Arn, RoleARN: !GetAtt Role.Arn}
      ExtendedS3DestinationConfiguration:
        BucketARN: !GetAtt Bucket.Arn
        RoleARN: !GetAtt [Role, Arn]
        Prefix: raw/
        BufferingHints: {IntervalInSeconds: '60', SizeInMBs: 1}
    DependsOn: Grant
  Stream:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: !Ref Shards
      RetentionPeriodHours: 48
      Tags: [{Key: stage, Value: !Ref Stage}]
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub 'lake-${Stage}-${AWS::AccountId}-x'
      VersioningConfiguration: !If [Prod, {Status: Enabled}, !Ref AWS::NoValue]
      LifecycleConfiguration: {Rules: [{Id: old, Status: Enabled, Prefix: raw/, ExpirationInDays: 30}]}
      BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
      PolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Deny, Principal: '*', Action: 's3:*', Resource: !Join ['', [!GetAtt Bucket.Arn, '/*']], Condition: {Bool: {'aws:SecureTransport': false}, StringEquals: {'aws:PrincipalArn': nobody}}}]
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: {Service: [firehose.amazonaws.com, glue.amazonaws.com]}, Action: 'sts:AssumeRole'}]}
      Policies: [{PolicyName: read, PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: '*'}]}}]
      ManagedPolicyArns: [!Ref Managed]
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'logs:*', Resource: '*'}]}}
  Grant:
    Type: AWS::IAM::Policy
    Properties: {PolicyName: grant, Roles: [!Ref Role], PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: ['s3:*', 'kinesis:*'], Resource: '*'}]}}
  Database:
    Type: AWS::Glue::Database
    Properties: {CatalogId: !Ref AWS::AccountId, DatabaseInput: {Description: events}}
  Table:
    Type: AWS::Glue::Table
    Properties:
      CatalogId: !Ref AWS::AccountId
      DatabaseName: !Ref Database
      TableInput: {Name: events, StorageDescriptor: {Location: !Sub ['s3://${b}/raw/', {b: !Ref Bucket}], Columns: [{Name: id, Type: bigint}]}, Parameters: {n: 1}}
  Crawler:
    Type: AWS::Glue::Crawler
    Properties: {Role: !GetAtt Role.Arn, DatabaseName: !Ref Database, Targets: {S3Targets: [{Path: !Sub 's3://${Bucket}/raw/'}]}, Schedule: {ScheduleExpression: 'cron(0 3 * * ? *)'}}
  Group:
    Type: AWS::Athena::WorkGroup
    Properties: {Name: lake, WorkGroupConfiguration: {BytesScannedCutoffPerQuery: 10000000, ResultConfiguration: {OutputLocation: !Sub 's3://${Bucket}/out/'}}}
  Query:
    Type: AWS::Athena::NamedQuery
    Properties: {Database: !Ref Database, QueryString: 'select 1', WorkGroup: !Ref Group}
  Log:
    Type: AWS::Logs::LogGroup
    Condition: Busy
    Properties: {RetentionInDays: !FindInMap [Days, !Ref Stage, Log]}
Outputs:
  Bucket: {Value: !Ref Bucket, Export: {Name: !Sub '${AWS::StackName}-bucket'}}
  Arn: {Value: !GetAtt Stream.Arn}
  Second: {Value: !Select [1, !Ref Zones]}
  Last: {Value: !Select [2, !Split ['-', !Ref Bucket]]}
  Url: {Value: !GetAtt Bucket.WebsiteURL, Condition: Prod}
"""
refused("InsufficientCapabilitiesException", 400, cf.create_stack, StackName="lake", TemplateBody=LAKE)
valid = cf.validate_template(TemplateBody=LAKE)
equal((valid["Description"], valid["Capabilities"], len(valid["Parameters"])), ("A lake", ["CAPABILITY_IAM"], 4), "validated")
made = cf.create_stack(StackName="lake", TemplateBody=LAKE, Capabilities=["CAPABILITY_IAM"], Tags=[{"Key": "team", "Value": "data"}])["StackId"]
cf.get_waiter("stack_create_complete").wait(StackName="lake")
stack = cf.describe_stacks(StackName=made)["Stacks"][0]
equal({p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]}, {"Stage": "dev", "Shards": "2", "Secret": "****", "Zones": "a, b,c"}, "parameters")
out = outputs("lake")
equal(out, {"Bucket": "lake-dev-123456789012-x", "Arn": out["Arn"], "Second": "b", "Last": "123456789012"}, "outputs")
name = out["Arn"].split("/")[1]
summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
equal((summary["OpenShardCount"], summary["RetentionPeriodHours"], summary["StreamARN"]), (2, 48, out["Arn"]), "stream")
equal(kinesis.list_tags_for_stream(StreamName=name)["Tags"], [{"Key": "stage", "Value": "dev"}], "tags of the stream")
rule = s3.get_bucket_lifecycle_configuration(Bucket=out["Bucket"])["Rules"][0]
equal((rule["ID"], rule["Expiration"]["Days"], rule["Filter"]), ("old", 30, {"Prefix": "raw/"}), "lifecycle")
equal(json.loads(s3.get_bucket_policy(Bucket=out["Bucket"])["Policy"])["Statement"][0]["Resource"], "arn:aws:s3:::lake-dev-123456789012-x/*", "bucket policy")
equal("Status" in s3.get_bucket_versioning(Bucket=out["Bucket"]), False, "AWS::NoValue leaves the property out")
resources = {r["LogicalResourceId"]: r for page in cf.get_paginator("list_stack_resources").paginate(StackName="lake") for r in page["StackResourceSummaries"]}
equal(len(resources), 12, "resources, the one whose condition is false left out")
equal({r["ResourceStatus"] for r in resources.values()}, {"CREATE_COMPLETE"}, "all complete")
equal(cf.describe_stack_resource(StackName="lake", LogicalResourceId="Stream")["StackResourceDetail"]["PhysicalResourceId"], name, "one resource")
equal(cf.describe_stack_resources(PhysicalResourceId=name)["StackResources"][0]["StackName"], "lake", "the stack of a resource")
role = resources["Role"]["PhysicalResourceId"]
equal((iam.list_role_policies(RoleName=role)["PolicyNames"], iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"][0]["PolicyArn"]), (["grant", "read"], resources["Managed"]["PhysicalResourceId"]), "policies of the role")
database = resources["Database"]["PhysicalResourceId"]
equal(glue.get_table(DatabaseName=database, Name="events")["Table"]["StorageDescriptor"]["Location"], f"s3://{out['Bucket']}/raw/", "table")
equal(glue.get_crawler(Name=resources["Crawler"]["PhysicalResourceId"])["Crawler"]["Schedule"]["ScheduleExpression"], "cron(0 3 * * ? *)", "crawler")
equal(athena.get_work_group(WorkGroup="lake")["WorkGroup"]["Configuration"]["BytesScannedCutoffPerQuery"], 10000000, "work group")
equal(firehose.describe_delivery_stream(DeliveryStreamName=resources["Hose"]["PhysicalResourceId"])["DeliveryStreamDescription"]["Destinations"][0]["ExtendedS3DestinationDescription"]["Prefix"], "raw/", "delivery stream")
equal(cf.get_template(StackName="lake")["TemplateBody"].strip(), LAKE.strip(), "the template as it was sent")
equal([e["Name"] for e in cf.list_exports()["Exports"]], ["lake-bucket"], "exports")
refused("AlreadyExistsException", 400, cf.create_stack, StackName="lake", TemplateBody=LAKE, Capabilities=["CAPABILITY_IAM"])
refused("ValidationError", 400, cf.update_stack, StackName="lake", UsePreviousTemplate=True, Capabilities=["CAPABILITY_IAM"])

# Another stack uses an export; the exporting one can't go before it.
user = {"Resources": {"Notes": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": {"Fn::Join": ["/", ["", "notes", {"Fn::ImportValue": "lake-bucket"}]]}}}}}
cf.create_stack(StackName="user", TemplateBody=json.dumps(user))
equal((status("user"), cf.list_imports(ExportName="lake-bucket")["Imports"]), ("CREATE_COMPLETE", ["user"]), "imports")
refused("ValidationError", 400, cf.delete_stack, StackName="lake")

# In place: shards, versioning, a log group whose condition holds now. Anew: the bucket, whose name changes with the stage.
s3.put_object(Bucket=out["Bucket"], Key="keeps-it", Body=b"x")
cf.delete_stack(StackName="user")
cf.get_waiter("stack_delete_complete").wait(StackName="user")
cf.update_stack(StackName="lake", UsePreviousTemplate=True, Capabilities=["CAPABILITY_IAM"], Parameters=[{"ParameterKey": "Stage", "ParameterValue": "prod"}, {"ParameterKey": "Shards", "ParameterValue": "4"}, {"ParameterKey": "Secret", "UsePreviousValue": True}])
cf.get_waiter("stack_update_complete").wait(StackName="lake")
after = outputs("lake")
equal((after["Bucket"], after["Arn"], after["Url"]), ("lake-prod-123456789012-x", out["Arn"], "http://lake-prod-123456789012-x.s3-website-us-east-1.amazonaws.com"), "outputs after the update")
equal(kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["OpenShardCount"], 4, "shards after the update")
equal((s3.get_bucket_versioning(Bucket=after["Bucket"])["Status"], json.loads(s3.get_bucket_policy(Bucket=after["Bucket"])["Policy"])["Statement"][0]["Effect"]), ("Enabled", "Deny"), "the new bucket and its policy")
equal(s3.list_objects_v2(Bucket=out["Bucket"])["KeyCount"], 1, "a bucket that is not empty is left behind, and the events say so")
equal(any("BucketNotEmpty" in reason for reason in reasons("lake")), True, "why it was left")
equal(logs.describe_log_groups(logGroupNamePrefix="lake-Log")["logGroups"][0]["retentionInDays"], 30, "what a condition adds")

# An update that can't be done takes itself back.
broken = LAKE.replace("RetentionPeriodHours: 48", "RetentionPeriodHours: 72").replace("Name: lake, Work", "Name: 'not a name!', Work")
cf.update_stack(StackName="lake", TemplateBody=broken, Capabilities=["CAPABILITY_IAM"], Parameters=[{"ParameterKey": "Stage", "UsePreviousValue": True}, {"ParameterKey": "Shards", "UsePreviousValue": True}])
equal((status("lake"), outputs("lake"), kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["RetentionPeriodHours"]), ("UPDATE_ROLLBACK_COMPLETE", after, 48), "taken back")
equal(cf.get_template(StackName="lake")["TemplateBody"].strip(), LAKE.strip(), "the template too")
equal(any("failed to update: [Group]" in reason for reason in reasons("lake")), True, "what failed")

# What can't be made takes what was made before with it, and says what it was.
half = {"Resources": {"Stream": {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": "half"}}, "Fall": {"Type": "AWS::S3::Bucket", "DependsOn": "Stream", "Properties": {"BucketName": "No_Name"}}}}
cf.create_stack(StackName="half", TemplateBody=json.dumps(half))
refused_stack = cf.describe_stacks(StackName="half")["Stacks"][0]
equal((refused_stack["StackStatus"], "half" in kinesis.list_streams()["StreamNames"]), ("ROLLBACK_COMPLETE", False), "rolled back")
equal(any("failed to create: [Fall]. Rollback requested by user." in reason for reason in reasons("half")), True, "the stack's reason")
lamp = {"Resources": {"Stream": {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": "lamp"}}, "Lamp": {"Type": "AWS::Lambda::Function", "Properties": {}}}}
cf.create_stack(StackName="lamp", TemplateBody=json.dumps(lamp), OnFailure="DO_NOTHING")
kept = cf.describe_stacks(StackName="lamp")["Stacks"][0]
equal((kept["StackStatus"], "AWS::Lambda::Function" in kept["StackStatusReason"], "lamp" in kinesis.list_streams()["StreamNames"]), ("CREATE_FAILED", True, False), "a type that is not made")
equal([r["ResourceStatus"] for r in cf.list_stack_resources(StackName="lamp")["StackResourceSummaries"]], ["CREATE_FAILED"], "its resource")
cf.create_stack(StackName="taken", TemplateBody=json.dumps({"Resources": {"S": {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": name}}}}))
equal((status("taken"), name in kinesis.list_streams()["StreamNames"]), ("ROLLBACK_COMPLETE", True), "what was there before a stack stays when the stack goes")

# An endpoint is waited for; one whose model can't be loaded takes the stack back.
trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
arn = iam.create_role(RoleName="served", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
iam.put_role_policy(RoleName="served", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}))
s3.put_object(Bucket=after["Bucket"], Key="model.tar.gz", Body=b"no model")
served = {
    "Resources": {
        "Endpoint": {"Type": "AWS::SageMaker::Endpoint", "Properties": {"EndpointConfigName": {"Fn::GetAtt": ["Config", "EndpointConfigName"]}}},
        "Config": {"Type": "AWS::SageMaker::EndpointConfig", "Properties": {"ProductionVariants": [{"VariantName": "all", "ModelName": {"Fn::GetAtt": ["Model", "ModelName"]}, "InitialInstanceCount": "1", "InstanceType": "ml.m5.large", "InitialVariantWeight": 1}]}},
        "Model": {"Type": "AWS::SageMaker::Model", "Properties": {"ExecutionRoleArn": arn, "PrimaryContainer": {"Image": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1", "ModelDataUrl": f"s3://{after['Bucket']}/model.tar.gz"}}},
    }
}
cf.create_stack(StackName="served", TemplateBody=json.dumps(served))
until = time.time() + 60
while status("served").endswith("IN_PROGRESS") and time.time() < until:
    time.sleep(0.1)
equal((status("served"), len(sagemaker.list_models()["Models"]), len(sagemaker.list_endpoints()["Endpoints"])), ("ROLLBACK_COMPLETE", 0, 0), "no endpoint, no model")
equal(any("is Failed" in reason for reason in reasons("served")), True, "the endpoint's reason")

# A bucket with objects keeps its stack; emptied, it goes. What is to be retained stays.
cf.update_termination_protection(StackName="lake", EnableTerminationProtection=True)
refused("ValidationError", 400, cf.delete_stack, StackName="lake")
cf.update_termination_protection(StackName="lake", EnableTerminationProtection=False)
cf.delete_stack(StackName="lake")
equal((status("lake"), "[Bucket]" in cf.describe_stacks(StackName="lake")["Stacks"][0]["StackStatusReason"]), ("DELETE_FAILED", True), "a bucket that is not empty")
cf.delete_stack(StackName="lake", RetainResources=["Bucket"])
cf.get_waiter("stack_delete_complete").wait(StackName=made)
equal((cf.describe_stacks(StackName=made)["Stacks"][0]["StackStatus"], [b["Name"] for b in s3.list_buckets()["Buckets"]], kinesis.list_streams()["StreamNames"]), ("DELETE_COMPLETE", [out["Bucket"], after["Bucket"]], []), "gone")
equal(("lake" in [d["Name"] for d in athena.list_work_groups()["WorkGroups"]], glue.get_databases()["DatabaseList"], [r["RoleName"] for r in iam.list_roles()["Roles"]]), (False, [], ["served"]), "all of it")
refused("ValidationError", 400, cf.describe_stacks, StackName="lake")
equal({s["StackStatus"] for page in cf.get_paginator("list_stacks").paginate() for s in page["StackSummaries"]}, {"DELETE_COMPLETE", "ROLLBACK_COMPLETE", "CREATE_FAILED"}, "the list keeps them")
cf.delete_stack(StackName="never-there")

for text, why in [
    ("{", "not well-formed"), ("a: [", "not well-formed"), ("Resources: {}", "At least one Resources member"), ("Resources: &a {X: *a}", "aliases are not allowed"),
    ("Resources: {X: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Ref Y}}}", "Unresolved resource dependencies [Y]"),
    ("Resources: {X: {Type: 'AWS::S3::Bucket', DependsOn: Y}, Y: {Type: 'AWS::S3::Bucket', DependsOn: X}}", "Circular dependency between resources: [X, Y]"),
    ("Resources: {X: {Properties: {}}}", "must contain a Type"), ("Resources: {X: {Type: a}}\nResources: {}", "stands twice"), ("Resources: {X: {Type: a}}\nNonsense: 1", "[Nonsense]"),
    ("Resources: {X: {Type: 'AWS::S3::Bucket'}}\nTransform: AWS::Serverless-2016-10-31", "Transform"), ("Resources: !Nonsense x", "!Nonsense"), ("x" * 51_201, "51200"),
]:
    message = refused("ValidationError", 400, cf.validate_template, TemplateBody=text)["Error"]["Message"]
    equal((why in message, message), (True, message), "what is wrong with a template")
print("done")
