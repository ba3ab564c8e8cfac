using System.Text.Json.Nodes;
using Certus.Lab.SageMaker.Transform;

namespace Certus.Lab.Tests.SageMaker.Transform;

/// <summary>The documented part of JSONPath, and nothing beyond it.</summary>
public sealed class JsonPathTests
{
    private const string Record = """{"id":5,"name":"cat","features":[1,2,3,4],"meta":{"a":"x","b":"y","c":"z"},"rows":[{"v":1},{"v":2}]}""";

    [Theory]
    [InlineData("$", Record)]
    [InlineData("$.features", "[1,2,3,4]")]
    [InlineData("$['id']", "5")]
    [InlineData("$['id','name']", """{"id":5,"name":"cat"}""")]
    [InlineData("$.meta['a','c']", """{"a":"x","c":"z"}""")]
    [InlineData("$.meta.['a','c']", """{"a":"x","c":"z"}""")]
    [InlineData("$.features[0]", "1")]
    [InlineData("$.features[-1]", "4")]
    [InlineData("$.features[0,-1]", "[1,4]")]
    [InlineData("$.features[1:]", "[2,3,4]")]
    [InlineData("$.features[:2]", "[1,2]")]
    [InlineData("$.features[1:-1]", "[2,3]")]
    [InlineData("$.features[:]", "[1,2,3,4]")]
    [InlineData("$.features[*]", "[1,2,3,4]")]
    [InlineData("$.meta.*", """["x","y","z"]""")]
    [InlineData("$.rows[1].v", "2")]
    public void An_expression_selects_what_the_guide_says(string expression, string expected)
    {
        Assert.Equal(expected, JsonPath.Parse(expression).Select(JsonNode.Parse(Record))!.ToJsonString());
    }

    [Theory]
    [InlineData("$.nothing")]
    [InlineData("$.features[9]")]
    [InlineData("$.features[-9]")]
    [InlineData("$.id[0]")]
    [InlineData("$[0]")]
    public void What_is_not_there_is_null(string expression)
    {
        Assert.Null(JsonPath.Parse(expression).Select(JsonNode.Parse(Record)));
    }

    [Theory]
    [InlineData("features")]
    [InlineData("$..id")]
    [InlineData("$.features[?(@>1)]")]
    [InlineData("$.features[(@.length-1)]")]
    [InlineData("$.features.length()")]
    [InlineData("$.features[0")]
    [InlineData("$[id]")]
    [InlineData("$.features[a]")]
    [InlineData("$x")]
    [InlineData("$.")]
    public void An_expression_that_is_not_taken_is_refused_with_itself(string expression)
    {
        Assert.Contains($"'{expression}'", Assert.Throws<FormatException>(() => JsonPath.Parse(expression)).Message, StringComparison.Ordinal);
    }
}
