using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Standfast.Web;

/// <summary>How many entries an answer has at most.</summary>
internal static class PageSize
{
    /// <returns>False where the number is not from 1 to the most.</returns>
    public static bool IsIn(int? limit, int most, [NotNullWhen(false)] out IResult? problem)
    {
        problem = limit is null || (limit >= 1 && limit <= most) ? null : StandfastEndpoints.Problem(400, "bad_limit", $"limit = \"{limit}\" must be a whole number from 1 to {most}");
        return problem is null;
    }
}
