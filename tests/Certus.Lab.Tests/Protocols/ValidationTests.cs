using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.Tests.Protocols;

public sealed class ValidationTests
{
    private static AwsException Refused(string service, string operation, string json)
    {
        var description = ServiceDescription.Of(service).Find(operation)!;
        var input = Protocol.Of("json").Read(description, new("POST", "/", [], new Dictionary<string, string>(), Encoding.UTF8.GetBytes(json)));
        return Assert.Throws<AwsException>(() => Validation.Check(description, input));
    }

    [Theory]
    [InlineData("sagemaker", "DescribeTrainingJob", "{}", "ValidationException", "1 validation error detected: Value at 'trainingJobName' failed to satisfy constraint: Member must not be null")]
    [InlineData("kinesis", "CreateStream", """{"StreamName":"a b","ShardCount":0}""", "ValidationException", "2 validation errors detected: Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("logs", "CreateLogGroup", """{"logGroupName":""}""", "InvalidParameterException", "2 validation errors detected: Value '' at 'logGroupName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+")]
    [InlineData("athena", "GetWorkGroup", """{"WorkGroup":"a b"}""", "InvalidRequestException", "1 validation error detected: Value 'a b' at 'workGroup' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9._-]{1,128}")]
    [InlineData("sagemaker", "ListTrainingJobs", """{"SortBy":"Size"}""", "ValidationException", "1 validation error detected: Value 'Size' at 'sortBy' failed to satisfy constraint: Member must satisfy enum value set: [Name, CreationTime, Status]")]
    [InlineData("sagemaker", "AddTags", """{"ResourceArn":"arn:aws:sagemaker:us-east-1:123456789012:model/a","Tags":[{"Key":"","Value":"v"}]}""", "ValidationException", "1 validation error detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    public void A_broken_constraint_is_told_in_the_words_of_the_service(string service, string operation, string json, string code, string sentence)
    {
        var refused = Refused(service, operation, json);

        Assert.Equal((code, 400), (refused.Code, refused.Status));
        Assert.Equal(sentence, refused.Message);
    }

    [Fact]
    public void A_body_of_more_values_than_any_call_has_is_refused_before_they_are_kept()
    {
        var many = string.Join(',', Enumerable.Repeat("{}", 200_000));
        var tags = ServiceDescription.Of("sagemaker").Find("AddTags")!;
        var data = ServiceDescription.Of("cloudwatch").Find("PutMetricData")!;

        var json = Assert.Throws<AwsException>(() => Protocol.Of("json").Read(tags, new("POST", "/", [], new Dictionary<string, string>(), Encoding.UTF8.GetBytes($$"""{"ResourceArn":"a","Tags":[{{many}}]}"""))));
        byte[] maps = [0xA1, 0x6A, .. "MetricData"u8, 0x9F, .. Enumerable.Repeat((byte)0xA0, 200_000), 0xFF];
        var cbor = Assert.Throws<AwsException>(() => Protocol.Of("smithy-rpc-v2-cbor").Read(data, new("POST", "/", [], new Dictionary<string, string>(), maps)));
        var form = Assert.Throws<AwsException>(() => Protocol.Of("query").Read(data, new("POST", "/", [], new Dictionary<string, string>(), Encoding.UTF8.GetBytes("Action=PutMetricData&" + string.Join('&', Enumerable.Range(0, 20_000).Select(n => $"a{n}.b.c.d.e.f=1"))))));

        Assert.Equal(("SerializationException", "SerializationException", "MalformedInput"), (json.Code, cbor.Code, form.Code));
    }

    [Fact]
    public void A_number_that_is_none_breaks_its_model()
    {
        Assert.Contains("Member must be a finite number", Refused("sagemaker", "CreateEndpointConfig", """{"EndpointConfigName":"c","ProductionVariants":[{"VariantName":"A","ModelName":"m","InitialVariantWeight":"NaN"}]}""").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_map_the_whole_is_shown_with_what_its_values_must_be()
    {
        var refused = Refused("sagemaker", "CreateTrainingJob", """{"TrainingJobName":"a","RoleArn":"arn:aws:iam::123456789012:role/lab-role","AlgorithmSpecification":{"TrainingInputMode":"File"},"OutputDataConfig":{"S3OutputPath":"s3://b/o"},"StoppingCondition":{},"HyperParameters":{"k":"LONG"}}""".Replace("LONG", new string('1', 2501), StringComparison.Ordinal));

        Assert.Contains("at 'hyperParameters' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2500, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: .*]", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"TrainingJobName":1}""", "NUMBER_VALUE can not be converted to String")]
    [InlineData("""{"TrainingJobName":["a"]}""", "Unexpected list: it can not be converted to String")]
    [InlineData("[]", "Start of structure or map expected where not found.")]
    [InlineData("{", "The request's body is not JSON that can be read.")]
    [InlineData("""{"TrainingJobName":"\ud800"}""", "The request's body is not JSON that can be read.")]
    public void JSON_of_another_form_is_a_serialization_error(string json, string sentence)
    {
        var description = ServiceDescription.Of("sagemaker").Find("DescribeTrainingJob")!;

        var refused = Assert.Throws<AwsException>(() => Protocol.Of("json").Read(description, new("POST", "/", [], new Dictionary<string, string>(), Encoding.UTF8.GetBytes(json))));

        Assert.Equal(("SerializationException", sentence), (refused.Code, refused.Message));
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Tagging><TagSet><Tag><Key>&b;</Key><Value>v</Value></Tag></TagSet></Tagging>")]
    [InlineData("<Tagging><TagSet>")]
    [InlineData("<Tagging/>")]
    [InlineData("<Tagging><TagSet><Tag><Value>v</Value></Tag></TagSet></Tagging>")]
    [InlineData("not xml")]
    [InlineData("<Tagging><TagSet><Tag><Key>a&#xD800;b</Key><Value>v</Value></Tag></TagSet></Tagging>")]
    [InlineData("<Tagging a='&#xDC00;'><TagSet><Tag><Key>a</Key><Value>v</Value></Tag></TagSet></Tagging>")]
    public void XML_with_entities_or_not_of_the_schema_is_malformed(string xml)
    {
        var description = ServiceDescription.Of("s3").Find("PutBucketTagging")!;
        var request = new WireRequest("PUT", "/bucket", [new("tagging", null)], new Dictionary<string, string>(), Encoding.UTF8.GetBytes(xml));

        var refused = Assert.Throws<AwsException>(() => Validation.Check(description, Protocol.Of("rest-xml").Read(description, request)));

        Assert.Equal("MalformedXML", refused.Code);
    }

    [Theory]
    [InlineData("PutBucketAcl", "<AccessControlPolicy><Owner/><AccessControlList><Grant><Permission>PAINT</Permission></Grant></AccessControlList></AccessControlPolicy>")]
    [InlineData("PutBucketNotificationConfiguration", "<NotificationConfiguration><QueueConfiguration><Queue>q</Queue><Event>s3:ObjectPainted:Blue</Event></QueueConfiguration></NotificationConfiguration>")]
    public void What_an_operation_judges_with_a_code_of_its_own_is_left_to_it(string operation, string xml)
    {
        var description = ServiceDescription.Of("s3").Find(operation)!;
        var request = new WireRequest("PUT", "/bucket", [], new Dictionary<string, string>(), Encoding.UTF8.GetBytes(xml));

        Validation.Check(description, Protocol.Of("rest-xml").Read(description, request));
    }

    [Fact]
    public void What_keeps_its_model_is_let_through()
    {
        var description = ServiceDescription.Of("kinesis").Find("PutRecord")!;

        Validation.Check(description, new JsonObject { ["StreamName"] = "orders", ["Data"] = Values.Of([1, 2]), ["PartitionKey"] = "schlüssel" });
    }
}
