using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Standfast.Api;

namespace Standfast.Web;

/// <summary>The OpenAPI description of the HTTP API, made from the routes themselves, at <c>/openapi/v1.json</c>.</summary>
public static class OpenApiDescription
{
    private const string TokenScheme = "adminToken";

    public static void AddStandfastApi(this IServiceCollection services)
    {
        // Requests are read, and schemas made, by the rules that answers are written by.
        services.Configure<JsonOptions>(static json =>
        {
            var (options, contract) = (json.SerializerOptions, ApiJson.Default.Options);
            options.PropertyNamingPolicy = contract.PropertyNamingPolicy;
            options.NumberHandling = contract.NumberHandling;
            options.MaxDepth = contract.MaxDepth;
            options.RespectNullableAnnotations = contract.RespectNullableAnnotations;
            options.RespectRequiredConstructorParameters = contract.RespectRequiredConstructorParameters;
            options.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        });
        // RequestGate answers what cannot be read.
        services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", options => options
            .AddDocumentTransformer(static (document, context, _) =>
            {
                Introduce(document, context.ApplicationServices.GetRequiredService<ServerFacts>());
                return Task.CompletedTask;
            })
            .AddOperationTransformer(static (operation, context, _) =>
            {
                if (context.Description.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true)
                    operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(TokenScheme, context.Document)] = [] }];
                return Task.CompletedTask;
            }));
    }

    private static void Introduce(OpenApiDocument document, ServerFacts facts)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Standfast",
            Version = facts.Version,
            Description = "The HTTP API of the Standfast mail server. Mistakes are answered as application/problem+json (RFC 9457) with a stable code.",
        };
        // The address differs with every way to this server, so none is promised.
        document.Servers = [];
        document.AddComponent(TokenScheme, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The admin token, in DATA/admin.token." });
    }
}
