"""boto3 against IAM and STS: the Query protocol, lists and maps in forms, pages, errors."""
import json

from client import client, equal, refused

iam, sts = client("iam"), client("sts")
equal(sts.get_caller_identity()["Arn"], "arn:aws:iam::123456789012:root", "who calls")

trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com", "AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole"}]})
role = iam.create_role(RoleName="clients", AssumeRolePolicyDocument=trust, Tags=[{"Key": "a b", "Value": "ä+c=d"}, {"Key": "d", "Value": ""}])["Role"]
equal(role["Arn"], "arn:aws:iam::123456789012:role/clients", "role")
got = iam.get_role(RoleName="clients")["Role"]
equal(got["AssumeRolePolicyDocument"], json.loads(trust), "trust policy")
equal(sorted((t["Key"], t["Value"]) for t in got["Tags"]), [("a b", "ä+c=d"), ("d", "")], "tags")
equal(got["CreateDate"].tzinfo is not None, True, "date")

for i in range(5):
    iam.create_user(UserName=f"user-{i}")
pages = list(iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 2}))
equal([user["UserName"] for page in pages for user in page["Users"]], [f"user-{i}" for i in range(5)], "users")
equal(len(pages), 3, "pages")

session = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="test-session")["Credentials"]
as_role = client("sts", session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
equal(as_role.get_caller_identity()["Arn"], "arn:aws:sts::123456789012:assumed-role/clients/test-session", "session")

refused("NoSuchEntity", 404, iam.get_role, RoleName="nobody")
refused("EntityAlreadyExists", 409, iam.create_user, UserName="user-0")
refused("ValidationError", 400, iam.create_user, UserName="no spaces allowed")
print("done")
