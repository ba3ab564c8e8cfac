// The AWS SDK for JavaScript v3 with its defaults: virtual-hosted addresses, checksums in trailers of chunked bodies.
const { S3Client, CreateBucketCommand, PutObjectCommand, GetObjectCommand, ListObjectsV2Command, DeleteObjectsCommand, HeadObjectCommand, CreateMultipartUploadCommand, UploadPartCommand, CompleteMultipartUploadCommand } = require('@aws-sdk/client-s3');
const assert = require('node:assert');
const crypto = require('node:crypto');
const dns = require('node:dns');
const http = require('node:http');
const { Readable } = require('node:stream');

// Not every system's resolver knows that names under localhost are this machine.
const httpAgent = new http.Agent({ lookup: (host, options, done) => dns.lookup('localhost', options, done) });

(async () => {
  const bytes = async answer => Buffer.from(await answer.Body.transformToByteArray());
  for (const forcePathStyle of [true, false]) {
    const client = new S3Client({ endpoint: process.argv[2], region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1, forcePathStyle, requestHandler: { httpAgent } });
    const Bucket = forcePathStyle ? 'js-path' : 'js-virtual';
    await client.send(new CreateBucketCommand({ Bucket }));

    const body = crypto.randomBytes(200_000);
    for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256']) {
      const put = await client.send(new PutObjectCommand({ Bucket, Key: `a b/ü+${ChecksumAlgorithm}`, Body: body, ChecksumAlgorithm }));
      assert.ok(put[`Checksum${ChecksumAlgorithm}`]);
      const got = await client.send(new GetObjectCommand({ Bucket, Key: `a b/ü+${ChecksumAlgorithm}`, ChecksumMode: 'ENABLED' }));
      assert.ok(body.equals(await bytes(got)));
    }
    // A stream has no digest before it was read: it comes in chunks with a trailer.
    await client.send(new PutObjectCommand({ Bucket, Key: 'stream', Body: Readable.from([body.subarray(0, 70_000), body.subarray(70_000)]), ContentLength: body.length, Metadata: { color: 'blue' } }));
    const stream = await client.send(new GetObjectCommand({ Bucket, Key: 'stream' }));
    assert.ok(body.equals(await bytes(stream)));
    assert.deepStrictEqual(stream.Metadata, { color: 'blue' });

    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts', ChecksumAlgorithm: 'CRC32' }));
    const large = crypto.randomBytes(6 * 1024 * 1024);
    const Parts = [];
    for (const [i, part] of [large.subarray(0, 5 * 1024 * 1024), large.subarray(5 * 1024 * 1024)].entries()) {
      const up = await client.send(new UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber: i + 1, Body: part, ChecksumAlgorithm: 'CRC32' }));
      Parts.push({ PartNumber: i + 1, ETag: up.ETag, ChecksumCRC32: up.ChecksumCRC32 });
    }
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId, MultipartUpload: { Parts } }));
    assert.ok(large.equals(await bytes(await client.send(new GetObjectCommand({ Bucket, Key: 'parts' })))));

    const listed = await client.send(new ListObjectsV2Command({ Bucket }));
    assert.strictEqual(listed.KeyCount, 6);
    assert.ok(listed.Contents.every(item => item.LastModified instanceof Date));
    await assert.rejects(client.send(new GetObjectCommand({ Bucket, Key: 'nothing' })), error => error.name === 'NoSuchKey' && error.$metadata.httpStatusCode === 404);
    await assert.rejects(client.send(new HeadObjectCommand({ Bucket, Key: 'nothing' })), error => error.name === 'NotFound');
    const gone = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: listed.Contents.map(({ Key }) => ({ Key })) } }));
    assert.strictEqual(gone.Deleted.length, 6);
  }
  console.log('done');
})().catch(error => { console.error(error); process.exit(1); });
