"""boto3 against Glue and Athena with fresh random rows: a crawler finds them, paginators list what it found, queries count what was put, and say what they scanned."""
import gzip
import json
import random
import time

from client import client, equal, refused

glue, athena, iam, s3 = client("glue"), client("athena"), client("iam"), client("s3")
s3.create_bucket(Bucket="lake")
s3.create_bucket(Bucket="results")
iam.create_role(RoleName="crawls", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))
iam.put_role_policy(RoleName="crawls", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*"}]}))

seed = random.randrange(1 << 30)
chance = random.Random(seed)
days = [f"2026-11-{day:02}" for day in range(1, chance.randrange(4, 9))]
rows = {day: [{"id": chance.randrange(10**6), "kind": chance.choice(["view", "sale"]), "amount": chance.randrange(10**4) / 4} for _ in range(chance.randrange(1, 400))] for day in days}
sizes = {}
for day in days:
    body = gzip.compress("".join(json.dumps(row) + "\n" for row in rows[day]).encode())
    sizes[day] = len(body)
    s3.put_object(Bucket="lake", Key=f"events/day={day}/rows.json.gz", Body=body)


def crawl():
    glue.start_crawler(Name="events")
    while glue.get_crawler(Name="events")["Crawler"]["State"] != "READY":
        time.sleep(0.05)
    equal(glue.get_crawler(Name="events")["Crawler"]["LastCrawl"]["Status"], "SUCCEEDED", f"crawl (seed {seed})")


def query(sql):
    started = athena.start_query_execution(QueryString=sql, QueryExecutionContext={"Database": "lake"}, ResultConfiguration={"OutputLocation": "s3://results/"})["QueryExecutionId"]
    while (execution := athena.get_query_execution(QueryExecutionId=started)["QueryExecution"])["Status"]["State"] in ("QUEUED", "RUNNING"):
        time.sleep(0.05)
    equal((execution["Status"]["State"], execution["Status"].get("StateChangeReason", "")), ("SUCCEEDED", ""), f"{sql} (seed {seed})")
    found = [[value.get("VarCharValue") for value in row["Data"]] for page in athena.get_paginator("get_query_results").paginate(QueryExecutionId=started, PaginationConfig={"PageSize": 100}) for row in page["ResultSet"]["Rows"]]
    return found[1:], execution["Statistics"]["DataScannedInBytes"]


glue.create_crawler(Name="events", Role="crawls", DatabaseName="lake", Targets={"S3Targets": [{"Path": "s3://lake/events/"}]})
crawl()
equal([(t["Name"], [k["Name"] for k in t["PartitionKeys"]], [(c["Name"], c["Type"]) for c in t["StorageDescriptor"]["Columns"]]) for page in glue.get_paginator("get_tables").paginate(DatabaseName="lake") for t in page["TableList"]],
      [("events", ["day"], [("id", "int"), ("kind", "string"), ("amount", "double")])], f"tables (seed {seed})")
equal(sorted(p["Values"] for page in glue.get_paginator("get_partitions").paginate(DatabaseName="lake", TableName="events", PaginationConfig={"PageSize": 2}) for p in page["Partitions"]), [[day] for day in days], f"partitions (seed {seed})")

counted, scanned = query("SELECT day, count(*), sum(CASE WHEN kind = 'sale' THEN amount ELSE 0 END) FROM events GROUP BY day ORDER BY day")
equal([(day, int(count), float(total)) for day, count, total in counted], [(day, len(rows[day]), sum(row["amount"] for row in rows[day] if row["kind"] == "sale")) for day in days], f"counts (seed {seed})")
equal(scanned, sum(sizes.values()), f"all is scanned (seed {seed})")
one = chance.choice(days)
listed, scanned = query(f"SELECT id FROM events WHERE day = '{one}' ORDER BY id")
equal([int(row[0]) for row in listed], sorted(row["id"] for row in rows[one]), f"one day's rows, page by page (seed {seed})")
equal(scanned, sizes[one], f"one day is scanned (seed {seed})")

query("CREATE TABLE sales WITH (format = 'PARQUET', external_location = 's3://lake/sales/', partitioned_by = ARRAY['day']) AS SELECT id, amount, day FROM events WHERE kind = 'sale'")
counted, _ = query("SELECT count(*) FROM sales")
equal(int(counted[0][0]), sum(row["kind"] == "sale" for day in days for row in rows[day]), f"the new table's rows (seed {seed})")

late = [{"id": 1, "kind": "view", "amount": 0.5}]
s3.put_object(Bucket="lake", Key="events/day=2026-12-01/rows.json.gz", Body=gzip.compress(json.dumps(late[0]).encode()))
equal(len(query("SELECT day FROM events WHERE day = '2026-12-01'")[0]), 0, "a folder that nobody has cataloged")
crawl()
equal(len(query("SELECT day FROM events WHERE day = '2026-12-01'")[0]), 1, "after the second crawl")

refused("InvalidRequestException", 400, athena.get_query_results, QueryExecutionId="00000000-0000-0000-0000-000000000000")
refused("EntityNotFoundException", 400, glue.get_table, DatabaseName="lake", Name="none")
refused("AlreadyExistsException", 400, glue.create_database, DatabaseInput={"Name": "lake"})
print("done")
