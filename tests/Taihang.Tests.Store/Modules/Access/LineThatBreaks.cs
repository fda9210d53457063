using System.Net;
using System.Net.Sockets;
using Npgsql;
using Taihang.Modules.Store;

namespace Taihang.Tests.Store.Modules.Access;

/// <summary>
/// A line to a server which breaks once, at the first commit: after the server has committed, so that only its answer is lost, or before.
/// </summary>
internal sealed class LineThatBreaks : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder behind;
    private readonly bool arrives;
    private int broke;

    /// <param name="arrives">Whether the commit reaches the server.</param>
    public LineThatBreaks(StoreAddress address, bool arrives)
    {
        (behind, this.arrives) = (new NpgsqlConnectionStringBuilder(address.ConnectionString), arrives);
        listener.Start();
        Address = address with
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(address.ConnectionString)
            {
                Host = "127.0.0.1",
                Port = ((IPEndPoint)listener.LocalEndpoint).Port,
                SslMode = SslMode.Disable,
                GssEncryptionMode = GssEncryptionMode.Disable,
                Pooling = false,
            }.ToString(),
        };
        _ = Accept();
    }

    public StoreAddress Address { get; }

    public bool Broke => broke == 1;

    public void Dispose() => listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Carry(await listener.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is ObjectDisposedException or SocketException)
        {
            // The test has ended.
        }
    }

    private async Task Carry(TcpClient near)
    {
        using (near)
        using (var far = await Server())
        {
            var back = Copy(far, near.GetStream());
            var buffer = new byte[65536];
            int read;
            while ((read = await near.GetStream().ReadAsync(buffer)) > 0)
            {
                if (
                    buffer.AsSpan(0, read).IndexOf("COMMIT"u8) >= 0
                    && Interlocked.CompareExchange(ref broke, 1, 0) == 0
                )
                {
                    near.Close();
                    if (arrives)
                    {
                        await far.WriteAsync(buffer.AsMemory(0, read));
                        // The server ends the session itself once it has answered and found nobody.
                        await Task.Delay(100);
                    }
                    return;
                }
                await far.WriteAsync(buffer.AsMemory(0, read));
            }
            far.Close();
            await back;
        }
    }

    private async Task<NetworkStream> Server()
    {
        if (behind.Host is not ['/', ..])
        {
            var tcp = new TcpClient();
            await tcp.ConnectAsync(behind.Host!, behind.Port);
            return tcp.GetStream();
        }
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint($"{behind.Host}/.s.PGSQL.{behind.Port}"));
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task Copy(Stream from, Stream to)
    {
        try
        {
            await from.CopyToAsync(to);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Either end was closed.
        }
    }
}
