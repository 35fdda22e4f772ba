using System.Globalization;
using System.Text;

namespace Standfast.Server.Hosting;

/// <summary>What serve shows: where it listens, and how to send the first message. Facts in, text out.</summary>
internal static class WelcomeScreen
{
    public static string Render(string hostname, IReadOnlyList<(string What, string Where)> listeners, string data, string? user, string? secret)
    {
        var screen = new StringBuilder().Append(CultureInfo.InvariantCulture, $"\n  Standfast on {hostname}\n\n");
        foreach (var (what, where) in listeners) screen.Append(CultureInfo.InvariantCulture, $"  {what,-32}{where}\n");
        screen.Append(CultureInfo.InvariantCulture, $"\n  Admin token   {data}/admin.token\n");
        var submission = listeners.FirstOrDefault(listener => listener.What.Contains("STARTTLS", StringComparison.Ordinal)).Where;
        var http = listeners.FirstOrDefault(listener => listener.What.Contains("HTTP", StringComparison.Ordinal)).Where;
        if (user is not null)
        {
            screen.Append(CultureInfo.InvariantCulture, $"  User          {user}\n  Password      {secret}   (shown this once)\n\n  Send a first message; it arrives in {data}/maildir/{hostname}/you/new:\n\n");
            screen.Append(CultureInfo.InvariantCulture, $"    swaks --server {submission} --tls --auth-user {user} --auth-password {secret} \\\n      --from me@{hostname} --to you@{hostname}\n");
        }
        else
        {
            screen.Append("\n  Credentials: standfast credential add --account default\n");
        }

        return screen.Append(CultureInfo.InvariantCulture, $"\n  Look how it is, in a browser (the first time it asks for the admin token) or by the API:\n\n    http://{http}/\n    curl -H \"Authorization: Bearer $(cat {data}/admin.token)\" http://{http}/v1/status\n\n").ToString();
    }
}
