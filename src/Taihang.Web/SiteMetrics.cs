using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Taihang.Web;

/// <summary>
/// What the server counts of itself, in the text form of Prometheus (0.0.4). A request is known by the pattern of its address, its method and
/// its answer: no address as it was typed, no account and no record is in it.
/// </summary>
public sealed class SiteMetrics : IDisposable
{
    /// <summary>Upper ends of the classes of duration, seconds.</summary>
    private static readonly double[] Classes = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<(string Method, string Route, int Status), Spread> requests = [];
    private long active;
    private long refused;

    public SiteMetrics()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (
                instrument.Name
                is "http.server.request.duration"
                    or "http.server.active_requests"
                    or "aspnetcore.rate_limiting.requests"
            )
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>(
            (_, seconds, tags, _) =>
                requests
                    .GetOrAdd(
                        (Tag(tags, "http.request.method"), Tag(tags, "http.route"), Status(tags)),
                        _ => new Spread()
                    )
                    .Add(seconds)
        );
        listener.SetMeasurementEventCallback<long>(
            (instrument, count, tags, _) =>
            {
                if (instrument.Name == "http.server.active_requests")
                    Interlocked.Add(ref active, count);
                else if (Tag(tags, "aspnetcore.rate_limiting.result") != "acquired")
                    Interlocked.Add(ref refused, count);
            }
        );
        listener.Start();
    }

    public string Text()
    {
        var text = new StringBuilder();
        Head(
            "taihang_http_request_duration_seconds",
            "histogram",
            "Requests by pattern of address, method and answer."
        );
        foreach (var ((method, route, status), spread) in requests.OrderBy(r => r.Key))
        {
            var labels = string.Create(
                CultureInfo.InvariantCulture,
                $"method=\"{Escaped(method)}\",route=\"{Escaped(route)}\",status=\"{status}\""
            );
            var (counts, sum) = spread.Read();
            var reached = 0L;
            for (var i = 0; i < Classes.Length; i++)
                Line(
                    "taihang_http_request_duration_seconds_bucket",
                    $"{labels},le=\"{Classes[i].ToString(CultureInfo.InvariantCulture)}\"",
                    reached += counts[i]
                );
            Line("taihang_http_request_duration_seconds_bucket", $"{labels},le=\"+Inf\"", reached += counts[^1]);
            Line("taihang_http_request_duration_seconds_sum", labels, sum);
            Line("taihang_http_request_duration_seconds_count", labels, reached);
        }
        Head("taihang_http_requests_active", "gauge", "Requests under way.");
        Line("taihang_http_requests_active", "", Interlocked.Read(ref active));
        Head("taihang_http_requests_refused_total", "counter", "Requests refused because too many came.");
        Line("taihang_http_requests_refused_total", "", Interlocked.Read(ref refused));
        Head("taihang_memory_bytes", "gauge", "Memory that the process holds.");
        Line("taihang_memory_bytes", "", Environment.WorkingSet);
        Head("taihang_gc_collections_total", "counter", "Collections of memory, all generations.");
        Line("taihang_gc_collections_total", "", Enumerable.Range(0, GC.MaxGeneration + 1).Sum(GC.CollectionCount));
        return text.ToString();

        void Head(string name, string kind, string help) =>
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {kind}\n");

        void Line(string name, string labels, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? "" : $"{{{labels}}}")} {value}\n");
    }

    public void Dispose() => listener.Dispose();

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
            if (tag.Key == name)
                return tag.Value?.ToString() ?? "";
        return "";
    }

    private static int Status(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        int.TryParse(Tag(tags, "http.response.status_code"), CultureInfo.InvariantCulture, out var status) ? status : 0;

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private sealed class Spread
    {
        private readonly Lock gate = new();
        private readonly long[] counts = new long[Classes.Length + 1];
        private double sum;

        public void Add(double seconds)
        {
            var at = Array.FindIndex(Classes, c => seconds <= c);
            lock (gate)
            {
                counts[at < 0 ? Classes.Length : at]++;
                sum += seconds;
            }
        }

        public (long[] Counts, double Sum) Read()
        {
            lock (gate)
                return ([.. counts], sum);
        }
    }
}
