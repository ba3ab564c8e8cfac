using System.Text.Json.Nodes;
using Certus.Lab.CloudFormation;
using Certus.Lab.Server;
using CsCheck;

namespace Certus.Lab.Tests.CloudFormation;

public sealed class TemplateTests
{
    private static readonly string[] Pieces = ["Resources", ": ", "{", "}", "[", "]", "!Ref ", "\n", " ", "- ", "a", "Type", "'", "\"", "Fn::Sub", "${", "*a", "&a ", "<<", "Conditions", "null", ","];

    [Fact]
    public void Short_forms_of_YAML_are_the_long_forms_of_JSON()
    {
        var yaml = TemplateText.Read("""
            A: !Ref X
            B: !GetAtt X.Out.Arn
            C: !Sub ['${a}', {a: !Select [0, !Split [',', !Ref X]]}]
            D: !If [Yes, ~, true]
            E: {Condition: Yes}
            F: 0123
            G: !Join ['', [a, "b"]]
            """);

        Assert.True(JsonNode.DeepEquals(TemplateText.Read("""
            {"A":{"Ref":"X"},"B":{"Fn::GetAtt":["X","Out.Arn"]},"C":{"Fn::Sub":["${a}",{"a":{"Fn::Select":["0",{"Fn::Split":[",",{"Ref":"X"}]}]}}]},
             "D":{"Fn::If":["Yes",null,true]},"E":{"Condition":"Yes"},"F":"0123","G":{"Fn::Join":["",["a","b"]]}}
            """), yaml), yaml.ToJsonString());
    }

    [Theory]
    [InlineData("!Join ['-', [a, 1, true]]", "a-1-true")]
    [InlineData("!Sub 'x${Word}-${!Word}-${AWS::Region}-${T.Arn}'", "xhello-${Word}-eu-west-1-arn:t")]
    [InlineData("!Sub ['${Word}${y}', {Word: own, y: !Ref Word}]", "ownhello")]
    [InlineData("!Select ['1', !Ref List]", "b")]
    [InlineData("!Select [2, !Split [',', 'p,q,r']]", "r")]
    [InlineData("!FindInMap [Map, !Ref Word, second]", "found")]
    [InlineData("!If [IsHello, yes, no]", "yes")]
    [InlineData("!If [Never, yes, !If [Either, deep, no]]", "deep")]
    [InlineData("!Base64 hi", "aGk=")]
    [InlineData("!Ref T", "the-t")]
    [InlineData("!GetAtt T.Arn", "arn:t")]
    [InlineData("!ImportValue other", "theirs")]
    public void A_function_gives_what_the_documentation_says(string function, string expected) => Assert.Equal(expected, Evaluated(function));

    [Theory]
    [InlineData("!Select [9, !Ref List]", "nonexistent value at index 9")]
    [InlineData("!FindInMap [Map, hello, third]", "Unable to get mapping for Map::hello::third")]
    [InlineData("!GetAtt T.Nothing", "attribute Nothing does not exist")]
    [InlineData("!If [Unknown, a, b]", "Unrecognized condition Unknown")]
    [InlineData("!If [Itself, a, b]", "depends on itself")]
    [InlineData("!ImportValue nobodys", "No export named nobodys found")]
    [InlineData("!GetAZs ''", "no function Fn::GetAZs")]
    [InlineData("!Join ['-', a]", "two parameters")]
    [InlineData("!Sub '${List}'", "List is no text")]
    public void What_a_function_can_not_do_is_said(string function, string expected) =>
        Assert.Contains(expected, Assert.Throws<AwsException>(() => Evaluated(function)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_no_value_is_left_out_of_objects_and_lists()
    {
        var properties = Functions("Resources: {T: {Type: a, Properties: {Gone: !Ref 'AWS::NoValue', Kept: [1, !Ref 'AWS::NoValue', {In: !If [Never, x, !Ref 'AWS::NoValue']}]}}}", out var template).Value(template.Resources[0].Properties);

        Assert.Equal("""{"Kept":["1",{}]}""", properties!.ToJsonString());
    }

    [Fact]
    public void Resources_are_made_after_what_they_need_and_otherwise_as_they_stand()
    {
        var template = Template.Read("Resources: {C: {Type: a, DependsOn: [B]}, B: {Type: a, Properties: {x: !Sub '${A.Arn}'}}, A: {Type: a}, D: {Type: a, Properties: {y: !Sub ['${C}', {C: own}]}}}");

        Assert.Equal(["A", "B", "C", "D"], template.Resources.Select(resource => resource.Logical));
    }

    [Fact]
    public void However_many_parameters_its_resources_need_a_large_template_is_in_order_at_once()
    {
        var names = Enumerable.Range(0, 200).Select(number => $"p{number}").ToList();
        JsonObject resources = [];
        for (var number = 0; number < 500; number++)
            resources[$"R{number}"] = new JsonObject { ["Type"] = "a", ["Properties"] = new JsonObject { ["x"] = new JsonObject { ["Fn::Sub"] = string.Concat(names.Select(name => $"${{{name}}}")) + (number == 499 ? "" : $"${{R{number + 1}}}") } } };
        var text = new JsonObject { ["Parameters"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["Type"] = "String" }))), ["Resources"] = resources }.ToJsonString();
        var begun = TimeProvider.System.GetTimestamp();

        var template = Template.Read(text);

        Assert.Equal("R499", template.Resources[0].Logical);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 15);
    }

    [Fact]
    public void A_short_template_that_makes_a_large_stack_is_refused_before_it_is_large()
    {
        var list = string.Join(',', Enumerable.Repeat("v", 2000));
        var calls = string.Join(',', Enumerable.Repeat("!FindInMap [M, a, b]", 1000));

        var refused = Assert.Throws<AwsException>(() => Functions($"Mappings: {{M: {{a: {{b: [{list}]}}}}}}\nResources: {{T: {{Type: a, Properties: {{x: [{calls}]}}}}}}", out var template).Value(template.Resources[0].Properties));

        Assert.Contains("functions make more than", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my-name")]
    [InlineData("[my-name]")]
    [InlineData("{Other: my-name}")]
    [InlineData("")]
    public void An_export_is_an_object_with_a_name(string export) =>
        Assert.Contains("[/Outputs/O/Export] must be an object with a Name.", Assert.Throws<AwsException>(() => Template.Read($"Resources: {{T: {{Type: a}}}}\nOutputs:\n  O:\n    Value: v\n    Export: {export}")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[", "[")]
    [InlineData("{a: ", "{a: ")]
    [InlineData("!If [x, ", "!If [x, ")]
    public void However_deep_a_template_is_it_is_refused_and_nothing_falls_over(string first, string each)
    {
        Refused("Resources: " + first + string.Concat(Enumerable.Repeat(each, 8_000)));
        Refused("{\"Resources\": " + string.Concat(Enumerable.Repeat("{\"a\":", 8_000)));
        Refused("{\"Resources\": " + string.Concat(Enumerable.Repeat("[", 8_000)) + string.Concat(Enumerable.Repeat("]", 8_000)) + "}");
    }

    [Theory]
    [InlineData("{\"Resources\":{\"X\":{\"Type\":\"a\",\"Properties\":{\"P\":\"\\u0000\"}}}}")]
    [InlineData("{\"Resources\":{\"X\":{\"Type\":\"a\",\"Properties\":{\"\\ud800\":1}}}}")]
    public void A_text_that_no_answer_could_carry_is_refused(string text) => Refused(text);

    [Fact]
    public void A_text_that_is_put_into_itself_again_and_again_stays_short()
    {
        var function = "!Ref Word";
        for (var level = 0; level < 20; level++) function = $"!Sub ['{string.Concat(Enumerable.Repeat("${a}", 20))}', {{a: {function}}}]";

        Assert.Contains("longer than", Assert.Throws<AwsException>(() => Evaluated(function)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_text_it_is_a_template_or_is_refused_as_AWS_refuses() =>
        Gen.OneOf(Gen.String[0, 60], Gen.Int[0, Pieces.Length - 1].Select(at => Pieces[at]).Array[0, 40].Select(string.Concat)).Sample(text =>
        {
            try
            {
                var template = Template.Read(text);
                return template.Resources.Count > 0;
            }
            catch (AwsException refused)
            {
                return refused.Code == "ValidationError" && refused.Status == 400;
            }
        }, iter: 3000);

    [Theory]
    [InlineData("{Type: Number, MinValue: 1, MaxValue: 5}", "3", "9")]
    [InlineData("{Type: String, AllowedValues: [a, b]}", "b", "c")]
    [InlineData("{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: 'small letters'}", "abc", "aB")]
    [InlineData("{Type: String, MinLength: 2, MaxLength: 3}", "ab", "abcd")]
    [InlineData("{Type: CommaDelimitedList, AllowedValues: [a, b]}", "a, b", "a,c")]
    [InlineData("{Type: List<Number>}", "1, 2.5", "1,x")]
    public void A_parameter_takes_what_its_declaration_allows(string declared, string good, string bad)
    {
        var parameter = Template.Read($"Parameters: {{P: {declared}}}\nResources: {{T: {{Type: a}}}}").Parameters[0];

        parameter.Check(good);
        Assert.Equal("ValidationError", Assert.Throws<AwsException>(() => parameter.Check(bad)).Code);
    }

    [Theory]
    [InlineData("https://bucket.s3.us-east-1.amazonaws.com/a/t.yaml", "bucket", "a/t.yaml")]
    [InlineData("https://s3.amazonaws.com/bucket/t%20x.yaml", "bucket", "t x.yaml")]
    [InlineData("http://localhost:4566/bucket/a/t.yaml", "bucket", "a/t.yaml")]
    [InlineData("http://bucket.s3.localhost:4566/t.yaml", "bucket", "t.yaml")]
    [InlineData("http://bucket.localhost:4566/t.yaml", "bucket", "t.yaml")]
    public void A_template_in_S3_is_found_by_each_form_of_its_address(string url, string bucket, string key) => Assert.Equal((bucket, key), TemplateSource.Place(url));

    private static void Refused(string text) => Assert.Equal("ValidationError", Assert.Throws<AwsException>(() => Template.Read(text)).Code);

    private static string Evaluated(string function)
    {
        var functions = Functions($$$$"""
            Parameters: {Word: {Type: String}, List: {Type: CommaDelimitedList}}
            Mappings: {Map: {hello: {second: found}}}
            Conditions: {IsHello: !Equals [!Ref Word, hello], Never: !Not [!Condition IsHello], Either: !Or [!Condition Never, !Condition IsHello], Itself: !Not [!Condition Itself]}
            Resources:
              T: {Type: AWS::X::Y}
              U:
                Type: AWS::X::Y
                Properties:
                  P: {{{{function}}}}
            """, out var template);
        return (string)functions.Value(template.Resources.First(resource => resource.Logical == "U").Properties["P"])!;
    }

    private static Intrinsics Functions(string text, out Template template)
    {
        template = Template.Read(text.Contains("Conditions", StringComparison.Ordinal) ? text : text + "\nConditions: {Never: !Equals [a, b]}");
        Dictionary<string, JsonNode> known = new() { ["Word"] = "hello", ["List"] = new JsonArray("a", "b"), ["AWS::Region"] = "eu-west-1", ["T"] = "the-t" };
        return new(template, known.GetValueOrDefault, logical => logical == "T" ? new JsonObject { ["Arn"] = "arn:t" } : null, name => name == "other" ? "theirs" : null);
    }
}
