using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.SageMaker.Jobs;
using Certus.Lab.SageMaker.Transform;
using Certus.Lab.Server;

namespace Certus.Lab.Tests.SageMaker.Transform;

/// <summary>What the model sees of a record, and what stands beside its prediction.</summary>
public sealed class DataProcessingTests
{
    private static DataProcessing Of(string type, string input = "$", string output = "$", bool join = false) =>
        DataProcessing.Of(new() { ["InputFilter"] = input, ["OutputFilter"] = output, ["JoinSource"] = join ? "Input" : "None" }, type);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Filtered(DataProcessing processing, string record, string type) => Encoding.UTF8.GetString(processing.Filter(Bytes(record), type, "s3://b/k"));

    [Fact]
    public void Columns_of_CSV_are_filtered_as_they_are_written()
    {
        Assert.Equal("1.50,2", Filtered(Of("text/csv", "$[1:]"), "id,1.50,2", "text/csv"));
        Assert.Equal("\"a,b\",2", Filtered(Of("text/csv", "$[0,2]"), "\"a,b\",1,2", "text/csv"));
        Assert.Equal("2", Filtered(Of("text/csv", "$[-1]"), "id,1,2", "text/csv"));
    }

    [Fact]
    public void Members_of_JSON_are_filtered()
    {
        Assert.Equal("[1,2]", Filtered(Of("application/jsonlines", "$.features"), """{"id":7,"features":[1,2]}""", "application/jsonlines"));
    }

    [Fact]
    public void A_prediction_is_joined_to_its_record_and_the_output_filter_sees_both()
    {
        Assert.Equal("id7,0.25", Of("text/csv", "$[1:]", "$[0,-1]", join: true).Output(Bytes("id7,1,2"), "text/csv", new JsonArray("0.25"), "text/csv; charset=utf-8", "s3://b/k"));
        Assert.Equal("id7,1,2,0.25,0", Of("text/csv", join: true).Output(Bytes("id7,1,2"), "text/csv", new JsonArray("0.25", "0"), "text/csv", "s3://b/k"));
        Assert.Equal("""{"id":7,"SageMakerOutput":{"score":0.5}}""", Of("application/jsonlines", "$.features", "$['id','SageMakerOutput']", join: true)
            .Output(Bytes("""{"id":7,"features":[1]}"""), "application/jsonlines", JsonNode.Parse("""{"score":0.5}"""), "application/jsonlines", "s3://b/k"));
    }

    [Fact]
    public void A_record_that_is_no_object_gets_one_for_itself_and_its_prediction()
    {
        Assert.Equal("""{"SageMakerInput":[1,2],"SageMakerOutput":3}""", Of("application/json", join: true).Output(Bytes("[1,2]"), "application/json", 3, "application/json", "s3://b/k"));
    }

    [Fact]
    public void Predictions_that_do_not_match_their_records_are_refused()
    {
        Assert.Contains("3 records were sent and 2 predictions", Refusal(() => DataProcessing.Predictions(Bytes("1\n2\n"), "text/csv", 3, "s3://b/k")), StringComparison.Ordinal);
        Assert.Contains("can't be told apart", Refusal(() => DataProcessing.Predictions(Bytes("{}"), "application/json", 3, "s3://b/k")), StringComparison.Ordinal);
        Assert.Contains("both must be CSV or both JSON", Refusal(() => Of("text/csv", join: true).Output(Bytes("1"), "text/csv", 1, "application/json", "s3://b/k")), StringComparison.Ordinal);
        Assert.Contains("is not JSON", Refusal(() => Filtered(Of("application/json", "$.a"), "{", "application/json")), StringComparison.Ordinal);

        static string Refusal(Func<object> work) => Assert.Throws<JobFailedException>(work).Message;
    }

    [Fact]
    public void Filters_of_other_types_and_filters_that_are_none_are_refused_when_the_job_is_made()
    {
        Assert.Equal("ValidationException", Assert.Throws<AwsException>(() => Of("application/x-recordio-protobuf", "$[1:]")).Code);
        Assert.Equal("ValidationException", Assert.Throws<AwsException>(() => Of("text/csv", "$..x")).Code);
    }
}
