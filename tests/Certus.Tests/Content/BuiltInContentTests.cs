using Certus.Content;

namespace Certus.Tests.Content;

public sealed class BuiltInContentTests
{
    [Fact]
    public void The_built_in_content_has_no_error_and_no_warning()
    {
        var complaints = Repository.BuiltIn.Value.Complaints;

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }
}
