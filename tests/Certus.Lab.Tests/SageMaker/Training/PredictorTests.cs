using System.Text;
using Certus.Lab.SageMaker.Inputs;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.Tests.SageMaker.Training;

public sealed class PredictorTests : IDisposable
{
    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    /// <summary>A forest without trees that say anything: every row is the labels' mean, 0.5.</summary>
    private Predictor Half() => _jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "1" }, _jobs.Channel("train", "0,1,1\n1,1,1\n"));

    private static string Text(Prediction answer) => Encoding.UTF8.GetString(answer.Body);

    [Fact]
    public void Xgboost_answers_rows_with_commas_between_and_a_transform_with_a_line_each()
    {
        var model = Half();

        Assert.Equal("0.5,0.5", Text(model.Predict("1,2\n3,4"u8.ToArray(), "text/csv", null)));
        Assert.Equal("0.5\n0.5\n", Text(model.Predict("1,2\n3,4"u8.ToArray(), "text/csv", "text/csv", batch: true)));
        Assert.Equal("0.5", Text(model.Predict("0:1"u8.ToArray(), "text/libsvm", "*/*")));
        Assert.Equal("""{"predictions":[{"score":0.5}]}""", Text(model.Predict("1,"u8.ToArray(), "text/csv", "application/json")));
        Assert.Equal("{\"score\":0.5}\n{\"score\":0.5}\n", Text(model.Predict("""{"instances":[{"features":[1,2]},{"data":{"features":{"values":[3],"keys":[1],"shape":[2]}}}]}"""u8.ToArray(), "application/json", "application/jsonlines")));
    }

    [Fact]
    public void A_recordio_answer_holds_a_record_with_its_labels_for_each_row()
    {
        using var request = new MemoryStream();
        for (var i = 0; i < 3; i++) RecordIo.Write(request, RecordProtobuf.Write([new("values", [i, 1])], []));

        var answer = Half().Predict(request.ToArray(), "application/x-recordio-protobuf", "application/x-recordio-protobuf");

        using var stream = new MemoryStream(answer.Body);
        for (var i = 1; i <= 3; i++) Assert.Equal([0.5f], RecordProtobuf.Parse(RecordIo.Read(stream, i)!).Labels["score"].Values);
        Assert.Null(RecordIo.Read(stream, 4));
    }

    [Theory]
    [InlineData("1,2,3", "text/csv", "text/csv", 415, "3 features, where 2 are expected.")]
    [InlineData("a,b", "text/csv", "text/csv", 415, "'a' is not a number.")]
    [InlineData("5:1", "text/libsvm", "text/csv", 400, "feature 5, where 2 features, from 0, are expected.")]
    [InlineData("{", "application/json", "text/csv", 400, "not JSON")]
    [InlineData("{\"instances\":[{\"features\":[\"x\",1]}]}", "application/json", "text/csv", 400, "is not a number.")]
    [InlineData("1,2", "image/png", "text/csv", 415, "Content-type image/png is not supported")]
    [InlineData("1,2", "text/csv", "image/png", 406, "Accept type image/png is not supported")]
    [InlineData("", "text/csv", "text/csv", 400, "The request has no row.")]
    public void A_request_that_can_not_be_answered_is_an_error_with_its_status(string body, string type, string accept, int status, string sentence)
    {
        var error = Assert.Throws<PredictionException>(() => Half().Predict(Encoding.UTF8.GetBytes(body), type, accept));

        Assert.Equal(status, error.Status);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_linear_learner_answers_score_and_label_and_csv_has_both()
    {
        var model = _jobs.Here(Jobs.LinearImage, new() { ["predictor_type"] = "binary_classifier", ["wd"] = "1" }, _jobs.Channel("train", "0,-1\n0,-2\n1,1\n1,2\n"));

        Assert.Matches("""^\{"predictions":\[\{"score":0\.[0-9]+,"predicted_label":1\}\]\}$""", Text(model.Predict("5"u8.ToArray(), null, null)));
        Assert.Matches("^0\\.[0-9]+,0\n$", Text(model.Predict("-5"u8.ToArray(), "text/csv", "text/csv")));
    }
}
