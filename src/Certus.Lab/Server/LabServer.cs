using System.Net;
using System.Net.Sockets;
using System.Text;
using Certus.Lab.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Certus.Lab.Server;

/// <summary>The sandbox on its port, on this machine's own addresses only.</summary>
public sealed class LabServer : IAsyncDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private LabServer(WebApplication app, LabServices services, int port)
    {
        _app = app;
        Services = services;
        Port = port;
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>Where clients reach it.</summary>
    public Uri Endpoint => new($"http://localhost:{Port}");

    /// <summary>Its services, for what runs in the same process.</summary>
    public LabServices Services { get; }

    /// <summary>The log of calls.</summary>
    public CallLog Calls => Services.Calls;

    /// <summary>Opens the sandbox and listens.</summary>
    /// <exception cref="LabStateException">Its data can't be used, or the port is taken; the message says by whom.</exception>
    public static Task<LabServer> StartAsync(LabOptions options, CancellationToken cancel) => StartAsync(options, [], cancel);

    internal static async Task<LabServer> StartAsync(LabOptions options, IReadOnlyList<ILabService> more, CancellationToken cancel)
    {
        var services = LabServices.Open(options, more);
        WebApplication? app = null;
        try
        {
            var port = options.Port == 0 ? FreePort() : options.Port;
            var handler = new LabHandler(options, services);
            app = Build(port, handler);
            try
            {
                await app.StartAsync(cancel);
            }
            catch (IOException taken) when (taken.InnerException is AddressInUseException)
            {
                throw new LabStateException($"Port {port} is taken by {PortOwner.Find(port) ?? "another program"}: stop that, or choose another port.", taken);
            }
            catch (SocketException refused)
            {
                throw new LabStateException($"Port {port} can't be used: {refused.Message}. Choose another port.", refused);
            }
            // Listening comes first: where the port is taken, no job goes on. Nobody is answered before what was left has been looked through.
            foreach (var service in services.ByName.Values) await service.StartAsync(cancel);
            handler.Open();
            return new(app, services, port);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            await services.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(int port, LabHandler handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 200;
            // Metadata may hold what ASCII does not.
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.Listen(IPAddress.Loopback, port);
            if (Socket.OSSupportsIPv6 && HasLoopback6()) kestrel.Listen(IPAddress.IPv6Loopback, port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestStop);
        var app = builder.Build();
        app.Run(handler.HandleAsync);
        return app;
    }

    // Both addresses must have the same port, so it is chosen before.
    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private static bool HasLoopback6()
    {
        try
        {
            using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Answers what is under way, stops the services and closes the rows.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var limit = new CancellationTokenSource(LongestStop)) await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        await Services.DisposeAsync();
    }
}
