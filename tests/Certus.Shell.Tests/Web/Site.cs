using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Certus.Content;
using Certus.Practice;
using Certus.Store;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Certus.Shell.Tests.Web;

/// <summary>The real program behind a real port of this machine. Only the clock is another one; data and content are named as on the command line.</summary>
public class Site : WebApplicationFactory<global::Program>
{
    private readonly string[] _packs;
    private readonly bool _ownsData;
    private readonly Lazy<Uri> _address;

    /// <summary>With the built-in content, and data that go with it.</summary>
    public Site() : this(null) { }

    /// <param name="data">The directory of the data; null for one that goes with it.</param>
    /// <param name="packs">Content to add.</param>
    internal Site(string? data, params string[] packs)
    {
        (_ownsData, _packs) = (data is null, packs);
        Data = data ?? Directory.CreateTempSubdirectory("certus-test-").FullName;
        UseKestrel();
        _address = new(() =>
        {
            StartServer();
            return new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        });
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public MovableClock Clock { get; init; } = new();

    /// <summary>The directory of the data.</summary>
    public string Data { get; }

    /// <summary>Where its sandbox listens: a port that nobody else listens on, so that no sandbox of this machine is taken for it.</summary>
    public int LabPort { get; } = FreePort();

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    public string DataFile => Path.Combine(Data, "certus.db");

    public Uri Address => _address.Value;

    public Library Library => Of<Library>();

    internal T Of<T>() where T : notnull
    {
        _ = Address;
        return Services.GetRequiredService<T>();
    }

    /// <summary>A browser that was never here.</summary>
    internal Browser NewBrowser() => new(Address);

    /// <summary>Ends the program and starts it again over the same data and by the same clock.</summary>
    internal async Task<Site> RestartAsync()
    {
        await base.DisposeAsync();
        return new(Data, _packs) { Clock = Clock };
    }

    /// <summary>A sitting of the local learner as the log has it.</summary>
    internal async Task<Sitting> SittingAsync(Guid id) => (await Of<Sittings>().FindAsync(Learner.Local, id, Cancel))!;

    /// <summary>The questions of a sitting, with their keys.</summary>
    internal async Task<IReadOnlyList<Question>> QuestionsAsync(Guid id) => await Of<Sittings>().QuestionsAsync((await SittingAsync(id)).Form, Cancel);

    /// <summary>How many rows lie in each table that a learner's doings fill.</summary>
    internal IReadOnlyDictionary<string, long> Rows()
    {
        using var connection = new SqliteConnection($"Data Source={DataFile};Pooling=False");
        connection.Open();
        return new[] { "sittings", "events", "bodies", "reports", "preferences" }.ToDictionary(table => table, table =>
        {
            using var count = connection.CreateCommand();
#pragma warning disable CA2100 // the names stand above
            count.CommandText = $"SELECT COUNT(*) FROM {table}";
#pragma warning restore CA2100
            return (long)count.ExecuteScalar()!;
        });
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_ownsData) Directory.Delete(Data, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment("Production")
        .UseSetting("urls", "http://127.0.0.1:0")
        .UseSetting("data", Data)
        .UseSetting("lab-port", LabPort.ToString(CultureInfo.InvariantCulture))
        .UseSetting("content", string.Join(Path.PathSeparator, _packs))
        .ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
}
