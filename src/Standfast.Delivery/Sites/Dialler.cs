using System.Net;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Network;
using Standfast.Delivery.Shaping;
using Standfast.Smtp.Client;

namespace Standfast.Delivery.Sites;

/// <summary>Connects to the first of some addresses that answers.</summary>
internal sealed class Dialler(INetwork network, DeadHosts dead, DeliveryOptions options, MonotonicClock clock, TimeProvider time)
{
    /// <summary>
    /// When an address has not answered for so long, the next one is tried beside it (RFC 8305, which says 250 ms; ours is longer,
    /// because a mail server counts every connection that is opened to it).
    /// </summary>
    private static readonly TimeSpan s_headStart = TimeSpan.FromSeconds(2);

    /// <param name="candidates">Of one host and one family: a family that was never tried alone says nothing of its PTR records.</param>
    /// <param name="tried">Told of each that is begun with; the others are left for another time.</param>
    /// <exception cref="PeerException">None answered.</exception>
    /// <exception cref="SourceUnavailableException">The source is gone.</exception>
    public async Task<(INetworkConnection Line, Candidate Candidate)> ConnectAsync(IReadOnlyList<Candidate> candidates, EgressSource source, Action<Candidate> tried, CancellationToken cancellationToken)
    {
        tried(candidates[0]);
        if (candidates.Count == 1) return (await ConnectAsync(candidates[0], source, cancellationToken), candidates[0]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Dictionary<Task<INetworkConnection>, Candidate>();
        try
        {
            for (var next = 0; ;)
            {
                if (next < candidates.Count)
                {
                    tried(candidates[next]);
                    running.Add(ConnectAsync(candidates[next], source, stop.Token), candidates[next++]);
                }

                using var head = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                var late = Task.Delay(next < candidates.Count ? s_headStart : Timeout.InfiniteTimeSpan, time, head.Token);
                var first = await Task.WhenAny([.. running.Keys, late]);
                head.Cancel();
                if (first is not Task<INetworkConnection> ended) continue;
                running.Remove(ended, out var candidate);
                try
                {
                    return (await ended, candidate!);
                }
                catch (PeerException) when (running.Count > 0 || next < candidates.Count)
                {
                    // Another one may still answer.
                }
            }
        }
        finally
        {
            stop.Cancel();
            foreach (var loser in running.Keys) _ = loser.ContinueWith(CloseAsync, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static async Task CloseAsync(Task<INetworkConnection> loser)
    {
        if (loser.IsCompletedSuccessfully) await loser.Result.DisposeAsync();
        else _ = loser.Exception;
    }

    private async Task<INetworkConnection> ConnectAsync(Candidate candidate, EgressSource source, CancellationToken cancellationToken)
    {
        var (host, endpoint) = candidate;
        var begun = clock.Now;
        using var limit = new CancellationTokenSource(options.Timeouts.Connect, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await network.ConnectAsync(endpoint, endpoint is IPEndPoint ip ? source.AddressFor(ip.AddressFamily) : null, both.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            dead.Failed(endpoint, source.Name, clock.Now - begun);
            throw new PeerException("connect", $"{host} ({endpoint}) did not answer within {options.Timeouts.Connect.TotalSeconds:0} s", exception);
        }
        catch (IOException exception) when (exception is not SourceUnavailableException)
        {
            dead.Failed(endpoint, source.Name, clock.Now - begun);
            throw new PeerException("connect", $"{host} ({endpoint}): {exception.Message}", exception);
        }
    }
}
