"""boto3 against S3: objects, multipart, ranges, listings, links, waiters, paginators, errors."""
import hashlib
import io
import os
import time
import urllib.error
import urllib.request

from boto3.s3.transfer import TransferConfig

from client import client, equal, refused


def form(post, body):
    """What a browser sends, and the status it is answered with."""
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in post["fields"].items()]
    parts.append(b'Content-Disposition: form-data; name="file"; filename="f.txt"\r\nContent-Type: text/plain\r\n\r\n' + body + b"\r\n")
    whole = b"".join(b"--cut\r\n" + part for part in parts) + b"--cut--\r\n"
    try:
        with urllib.request.urlopen(urllib.request.Request(post["url"], whole, {"Content-Type": "multipart/form-data; boundary=cut"})) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


for style in ("path", "virtual"):
    s3 = client("s3", s3={"addressing_style": style})
    # boto3 signs links to us-east-1 the old way unless told otherwise.
    signers = (s3, client("s3", s3={"addressing_style": style}, signature_version="s3v4"))
    bucket = f"clients-{style}"
    s3.create_bucket(Bucket=bucket)
    s3.get_waiter("bucket_exists").wait(Bucket=bucket)
    equal(bucket in [b["Name"] for b in s3.list_buckets()["Buckets"]], True, "the bucket is listed")

    for key in ("plain", "a b+c&d=e?f#g%2Fh", "täxt/☃/x", "a//b/./c/../d", "~'()!*"):
        body = os.urandom(1000)
        put = s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/x-thing", Metadata={"color": "blue"})
        equal(put["ETag"], f'"{hashlib.md5(body).hexdigest()}"', "ETag")
        got = s3.get_object(Bucket=bucket, Key=key)
        equal(got["Body"].read(), body, f"bytes of {key}")
        equal((got["ContentType"], got["Metadata"], got["ContentLength"]), ("application/x-thing", {"color": "blue"}, 1000), "head")
        equal(s3.get_object(Bucket=bucket, Key=key, Range="bytes=10-19")["Body"].read(), body[10:20], "range")
        for signer in signers:
            with urllib.request.urlopen(signer.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key, "ResponseContentType": "a/b"})) as link:
                equal((link.read(), link.headers["Content-Type"]), (body, "a/b"), f"link to {key}")

    for signer, sent in zip(signers, ({}, {"x-amz-meta-venue": "1"})):
        # The old way puts the metadata into the link, the new one signs it as a header; both sign the content type as a header.
        link = signer.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "linked", "ContentType": "a/b", "Metadata": {"venue": "1"}})
        for headers, status in ((sent, 403), ({**sent, "Content-Type": "a/c"}, 403), ({**sent, "Content-Type": "a/b"}, 200)):
            try:
                with urllib.request.urlopen(urllib.request.Request(link, b"x", {"Content-Type": "", **headers}, method="PUT")) as answer:
                    equal(answer.status, status, f"put by a link with {headers}")
            except urllib.error.HTTPError as error:
                equal(error.code, status, f"put by a link with {headers}")
        equal(s3.head_object(Bucket=bucket, Key="linked")["Metadata"], {"venue": "1"}, "metadata of a link")
        s3.delete_object(Bucket=bucket, Key="linked")

    for signer in signers:
        post = signer.generate_presigned_post(bucket, "form/${filename}", Fields={"acl": "private"}, Conditions=[{"acl": "private"}, ["content-length-range", 1, 100]])
        equal(form(post, b"by a form"), 204, "a form's status")
        equal(s3.get_object(Bucket=bucket, Key="form/f.txt")["Body"].read(), b"by a form", "a form's bytes")
        equal(form(post, b"x" * 101), 400, "a form with too long a file")
        for name in ("signature", "x-amz-signature"):
            if name in post["fields"]:
                post["fields"][name] = "wrong"
        equal(form(post, b"by a form"), 403, "a form with a wrong signature")

    large = os.urandom(11 * 1024 * 1024)
    s3.upload_fileobj(io.BytesIO(large), bucket, "large", Config=TransferConfig(multipart_threshold=1, multipart_chunksize=5 * 1024 * 1024))
    back = io.BytesIO()
    s3.download_fileobj(bucket, "large", back)
    equal(back.getvalue() == large, True, "what was uploaded in parts is what is downloaded")
    equal(s3.head_object(Bucket=bucket, Key="large")["ETag"].endswith('-3"'), True, "three parts")

    for i in range(25):
        s3.put_object(Bucket=bucket, Key=f"many/{i:02}", Body=b"x")
    for listing in ("list_objects", "list_objects_v2"):
        pages = list(s3.get_paginator(listing).paginate(Bucket=bucket, Prefix="many/", PaginationConfig={"PageSize": 10}))
        equal([len(page["Contents"]) for page in pages], [10, 10, 5], f"pages of {listing}")
        equal([item["Key"] for page in pages for item in page["Contents"]], [f"many/{i:02}" for i in range(25)], "keys in order")
    equal([p["Prefix"] for p in s3.list_objects_v2(Bucket=bucket, Delimiter="/", Prefix="m")["CommonPrefixes"]], ["many/"], "common prefixes")

    refused("NoSuchKey", 404, s3.get_object, Bucket=bucket, Key="nothing")
    refused("404", 404, s3.head_object, Bucket=bucket, Key="nothing")
    refused("NoSuchBucket", 404, s3.list_objects_v2, Bucket="nobody-made-this")
    refused("BucketNotEmpty", 409, s3.delete_bucket, Bucket=bucket)
    refused("NotImplemented", 501, s3.get_object_torrent, Bucket=bucket, Key="plain")
    deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": f"many/{i:02}"} for i in range(25)]})
    equal(len(deleted["Deleted"]), 25, "deleted")
    s3.get_waiter("object_not_exists").wait(Bucket=bucket, Key="many/00")

for version in ("s3", "s3v4"):
    expired = client("s3", signature_version=version).generate_presigned_url("get_object", Params={"Bucket": "clients-path", "Key": "plain"}, ExpiresIn=1)
    time.sleep(2.1)
    try:
        urllib.request.urlopen(expired)
        raise SystemExit(f"an expired link of {version} was answered")
    except urllib.error.HTTPError as error:
        equal((error.code, b"Request has expired" in error.read()), (403, True), f"expired link of {version}")
print("done")
