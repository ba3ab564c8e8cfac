"""What the scripts share: clients of a sandbox, and checks that say what they found."""
import socket
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]

# Not every system's resolver knows that names under localhost are this machine.
resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *more, **named: resolve("localhost" if str(host).endswith(".localhost") else host, *more, **named)


def client(service, key="test", secret="test", token=None, **config):
    return boto3.client(
        service, endpoint_url=ENDPOINT, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret,
        aws_session_token=token, config=Config(retries={"max_attempts": 0}, **config))


def equal(found, expected, what):
    if found != expected:
        sys.exit(f"{what}: found {found!r}, expected {expected!r}")


def refused(code, status, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        equal(error.response["Error"]["Code"], code, "error code")
        equal(error.response["ResponseMetadata"]["HTTPStatusCode"], status, f"status of {code}")
        if not error.response["Error"]["Message"]:
            sys.exit(f"{code} has no message")
        return error.response
    sys.exit(f"{code} was expected and the call succeeded")
